import { computeBackOff, OktaRefusal } from "../okta/port.ts";
import type { ApplyContext } from "./effect.ts";

const mostRetries = 4;

/**
 * Calls again when Okta reports a conflict with a change by somebody else (409; E0000113, E0000195): it has not carried
 * out the request. `attempt` is 0, 1, 2 …: what depends on the former state must be read again after the first.
 */
export async function retryConflict<T>(
  { clock, signal }: ApplyContext,
  call: (attempt: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call(attempt);
    } catch (error) {
      if (!isConflict(error) || attempt >= mostRetries) throw error;
      await clock.sleep(computeBackOff(attempt, 500), signal);
    }
  }
}

function isConflict(error: unknown): boolean {
  return (
    error instanceof OktaRefusal &&
    (error.status === 409 || ["E0000113", "E0000195"].includes(error.errorCode))
  );
}
