import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";

const defaultSeconds = 30;
const mostSeconds = 600;

/**
 * Milliseconds that one request may take, body included: OKTA_UNLOCK_TIMEOUT in seconds, else 30 seconds. Throws
 * `invalid-value` for what is no number of seconds up to ten minutes.
 */
export function requestTimeout(env: Context["env"]): number {
  const text = env["OKTA_UNLOCK_TIMEOUT"] ?? String(defaultSeconds);
  const seconds = /^\d{1,3}(?:\.\d{1,3})?$/u.test(text) ? Number(text) : 0;
  if (seconds > 0 && seconds <= mostSeconds) return seconds * 1000;
  throw new OktaUnlockError("invalid-value", {
    message: `OKTA_UNLOCK_TIMEOUT is ${JSON.stringify(text)}, which can't be used.`,
    why: `It is the time that one request may take, in seconds: more than 0, at most ${mostSeconds}.`,
    next: `Give a number, for example: export OKTA_UNLOCK_TIMEOUT=${defaultSeconds}`,
  });
}
