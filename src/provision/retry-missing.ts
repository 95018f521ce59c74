import { isRefusal, type Removal } from "../okta/port.ts";
import type { ApplyContext } from "./effect.ts";

/** Milliseconds before each further try: some seven seconds in all. */
const pauses = [500, 1000, 2000, 4000];

/**
 * Calls again when Okta answers that something is not there (E0000007) though this run has just made it: not all of Okta knows
 * of it at once. https://github.com/okta/terraform-provider-okta/issues/1739
 */
export async function retryMissing<T>(
  { clock, signal }: Pick<ApplyContext, "clock" | "signal">,
  call: () => Promise<T>,
): Promise<T> {
  for (const pause of pauses) {
    try {
      return await call();
    } catch (error) {
      if (!isRefusal(error, "E0000007")) throw error;
    }
    await clock.sleep(pause, signal);
  }
  return call();
}

/** Milliseconds before each further try to remove. */
const removalPauses = [1000, 2000];

/** Removes what this run has just made: when Okta does not know of it yet, that does not mean that it is gone. */
export async function removeNew(
  { clock }: Pick<ApplyContext, "clock">,
  signal: AbortSignal,
  remove: () => Promise<Removal>,
): Promise<void> {
  for (const pause of removalPauses) {
    try {
      if ((await remove()) === "removed") return;
    } catch (error) {
      // The app is there and active: it was the deactivation that did not find it.
      if (!isRefusal(error, "E0000056")) throw error;
    }
    await clock.sleep(pause, signal);
  }
  await remove();
}
