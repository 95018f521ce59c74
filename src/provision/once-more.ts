import { isRefusal } from "../org/port.ts";
import type { ApplyContext } from "./run.ts";

const pause = 500;

/**
 * Calls again, once, when Okta reports a conflict with a change by somebody else (E0000113, E0000195): it has not
 * carried out the request. `attempt` is 0, then 1: what depends on the former state must be read again.
 */
export async function onceMore<T>(
  { clock, signal }: ApplyContext,
  call: (attempt: 0 | 1) => Promise<T>,
): Promise<T> {
  try {
    return await call(0);
  } catch (error) {
    if (!isRefusal(error, "E0000113", "E0000195")) throw error;
    await clock.sleep(pause, signal);
    return call(1);
  }
}
