import { OktaRefusal } from "../okta/port.ts";
import type { ApplyContext } from "./run.ts";

/** Milliseconds before each search. A request that was given up may still be on its way through Okta. */
const pauses = [0, 1000, 2000, 4000];

/** Looks a few times for what a request may have made whose answer was lost; ends as soon as something is found. */
export async function searchForMade<T>(
  { clock }: Pick<ApplyContext, "clock">,
  signal: AbortSignal,
  search: () => Promise<readonly T[]>,
): Promise<readonly T[]> {
  for (const pause of pauses) {
    if (pause > 0) await clock.sleep(pause, signal);
    const found = await search();
    if (found.length > 0) return found;
  }
  return [];
}

/** Below 500 Okta says itself that it did nothing; whatever else happens, it may have made what it was asked for. */
export function isClearRefusal(error: unknown): boolean {
  return error instanceof OktaRefusal && error.status < 500;
}
