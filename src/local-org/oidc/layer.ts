import type { Middleware } from "koa";
import type { Org } from "../org.ts";

/** The OIDC half of the org. */
export function oidcMiddleware(_org: Org): Middleware {
  return async (_context, next) => next();
}
