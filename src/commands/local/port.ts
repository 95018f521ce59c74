import { OktaUnlockError } from "../../errors.ts";

/** Parses a TCP port that an unprivileged program may use. */
export function parsePort(text: string): number {
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : Number.NaN;
  if (port >= 1024 && port <= 65_535) return port;
  throw new OktaUnlockError("invalid-value", {
    message: `The port ${JSON.stringify(text)} can't be used.`,
    why: "It has to be a number from 1024 to 65535.",
    next: "Choose another one, for example: okta-unlock local start --port 8643",
  });
}
