import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";

/** The port for the local org: `--port`, then OKTA_UNLOCK_PORT; undefined leaves it to the org. */
export function localOrgPort({ env }: Pick<Context, "env">, flag?: string): number | undefined {
  if (flag !== undefined) return parsePort(flag);
  const variable = env["OKTA_UNLOCK_PORT"] ?? "";
  return variable === "" ? undefined : parsePort(variable);
}

/** Parses a TCP port that an unprivileged program may use. */
function parsePort(text: string): number {
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : Number.NaN;
  if (port >= 1024 && port <= 65_535) return port;
  throw new OktaUnlockError("invalid-value", {
    message: `The port ${JSON.stringify(text)} can't be used.`,
    why: "It has to be a number from 1024 to 65535.",
    next: "Choose another one, for example: okta-unlock local start --port 8643",
  });
}
