import type { Context } from "../context.ts";
import type { Answer } from "./answer.ts";
import { isConnectionLost } from "./network-errors.ts";
import { backOff, longestRateLimitWait, rateLimitWait } from "./rate-limit.ts";

/** How one attempt ended. */
export type Outcome =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "failure"; readonly error: unknown };

const mostRetries = 5;
const mostReadRetries = 3;

/** Milliseconds to wait before the same request goes out again; undefined when the outcome stands. */
export function pauseBeforeRetry(
  announce: Announce,
  method: string,
  outcome: Outcome,
  attempt: number,
): number | undefined {
  if (outcome.kind === "answer" && outcome.answer.status === 429) {
    return pauseForRateLimit(announce, outcome.answer, attempt);
  }
  if (outcome.kind === "answer" && outcome.answer.status === 423) return pauseForLock(attempt);
  const isWorthwhile = method === "GET" && attempt < mostReadRetries && isPassingFault(outcome);
  return isWorthwhile ? backOff(attempt, 500) : undefined;
}

/** A 429 was not carried out, whatever the method. */
function pauseForRateLimit(announce: Announce, answer: Answer, attempt: number): number | undefined {
  const wait = rateLimitWait(answer.headers, attempt);
  if (attempt >= mostRetries || wait > longestRateLimitWait) return undefined;
  announce(wait);
  return wait;
}

export type Announce = (wait: number) => void;

/** Says how long is waited; requests that run side by side and wait for the same reset say it once. */
export function createAnnouncer({ clock, log }: Pick<Context, "clock" | "log">): Announce {
  let announcedUntil = 0;
  return (wait) => {
    const until = clock.now().getTime() + wait;
    if (until < announcedUntil + 1000) return;
    announcedUntil = until;
    log.warn(`Okta's rate limit is used up; going on in ${Math.ceil(wait / 1000)} s.`);
  };
}

/** E0000239: parallel jobs change the same list of policies. Nothing was carried out either. */
function pauseForLock(attempt: number): number | undefined {
  return attempt < mostRetries ? backOff(attempt, 500) : undefined;
}

function isPassingFault(outcome: Outcome): boolean {
  if (outcome.kind === "failure") return isConnectionLost(outcome.error);
  return [502, 503, 504].includes(outcome.answer.status);
}
