import type { Context, Next } from "koa";
import type { Org } from "../org.ts";
import { ApiError } from "./api-error.ts";

/** 10.0.2.2 is this machine as the Android emulator sees it. */
const hosts = ["localhost", "127.0.0.1", "[::1]", "10.0.2.2"];

/**
 * Refuses requests for any other host. A web page can make a browser call 127.0.0.1 under a name of its own (DNS
 * rebinding); it can't choose the Host header.
 */
export function checkHost(org: Org) {
  const all = org.networkAddress === undefined ? hosts : [...hosts, org.networkAddress];
  const known = new Set(all.map((host) => `${host}:${org.port}`));
  return async (context: Context, next: Next): Promise<void> => {
    const host = context.req.headers.host?.toLowerCase() ?? "";
    if (!known.has(host)) throw misdirected(org.url);
    context.state["origin"] = `https://${host}`;
    await next();
  };
}

function misdirected(url: string): ApiError {
  return new ApiError(421, "E0000008", `This is a local org for development. It answers at ${url} only.`);
}
