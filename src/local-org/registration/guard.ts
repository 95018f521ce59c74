import type { Context } from "koa";
import { ApiError } from "../http/api-error.ts";
import { isFromThisMachine } from "../pages/this-machine.ts";

/** The two paths of the old registration protocol, which need no credential: they exist to get one. */
function isRegistrationPath(path: string): boolean {
  return /^\/api\/(?:v1\/registration\/[^/]+\/register|internal\/v1\/developer\/redeem\/[^/]+)$/u.test(path);
}

/**
 * Whether a request belongs to the registration protocol. Registering creates an administrator, so only programs on this
 * machine may: no other machine, and no web page in a browser. Throws 403.
 */
export function isRegistration(context: Context): boolean {
  if (!isRegistrationPath(context.path)) return false;
  guardRegistration(context);
  return true;
}

function guardRegistration(context: Context): void {
  const { origin, "sec-fetch-site": site } = context.req.headers;
  const isOfPage = origin !== undefined || (site !== undefined && site !== "none");
  if (isFromThisMachine(context.req.socket) && !isOfPage) return;
  const who = "to programs on the machine that the org runs on";
  throw new ApiError(403, "E0000006", `Registration is open only ${who}.`);
}
