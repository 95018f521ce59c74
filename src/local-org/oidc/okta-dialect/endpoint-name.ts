import type { Context } from "koa";

/** The endpoint that a request is for: what comes after `/v1/`, such as `token` or `device/authorize`. */
export function readEndpoint(context: Pick<Context, "originalUrl">): string {
  return context.originalUrl.split("?")[0]?.split("/v1/")[1] ?? "";
}
