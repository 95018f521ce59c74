import type { RateBudget } from "../../okta/port.ts";

const minute = 60_000;
const shortest = 1000;
const longest = 30_000;
/** What is waited when the org does not say how much it allows. */
const usual = 5000;

/** Okta counts by the minute: for a reset that is said to be later nobody waits without asking again. */
const longestReset = 90_000;

/** The part of what an org allows that one who watches may use. */
const share = 1 / 2;

/** How long to wait before the next request. */
export interface PollPause {
  /** Milliseconds. */
  readonly wait: number;
  /** True when nearly nothing is left of the rate limit, so that its reset is waited for. */
  readonly isForReset: boolean;
}

/**
 * The pause before the next poll: half of what Okta allows in a minute, less when others use the same limit, and until the
 * reset when only a tenth of it is left. Free orgs allow some twenty requests in a minute, for all who use them.
 * @param isBehind more events are known to be there, so that only the limit is a reason to wait
 */
export function computePollPause(budget: RateBudget | undefined, isBehind: boolean): PollPause {
  if (budget === undefined) return { wait: isBehind ? 0 : usual, isForReset: false };
  const { limit, remaining, resetsIn } = budget;
  // Times of resets are cut to whole seconds.
  if (remaining <= Math.ceil(limit / 10))
    return { wait: Math.min(resetsIn + 1000, longestReset), isForReset: true };
  if (isBehind) return { wait: 0, isForReset: false };
  const even = minute / (limit * share);
  const left = remaining < limit / 2 ? resetsIn / (remaining * share) : 0;
  return { wait: Math.min(Math.max(even, left, shortest), longest), isForReset: false };
}
