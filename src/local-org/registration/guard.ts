import type { Context } from "koa";
import { ApiError } from "../http/api-error.ts";
import { isFromThisMachine } from "../pages/this-machine.ts";

/** The two paths of the old registration protocol, which need no credential: they are there to get one. */
export function isRegistrationPath(path: string): boolean {
  return /^\/api\/(?:v1\/registration\/[^/]+\/register|internal\/v1\/developer\/redeem\/[^/]+)$/u.test(path);
}

/**
 * Whoever registers becomes an administrator, so that only programs on this machine may: no other machine, and no page of
 * the web in a browser. Throws 403.
 */
export function guardRegistration(context: Context): void {
  const { origin, "sec-fetch-site": site } = context.req.headers;
  const isOfPage = origin !== undefined || (site !== undefined && site !== "none");
  if (isFromThisMachine(context.req.socket) && !isOfPage) return;
  const who = "to programs on the machine that the org runs on";
  throw new ApiError(403, "E0000006", `Registration is open only ${who}.`);
}
