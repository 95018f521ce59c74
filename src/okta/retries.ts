import type { Context } from "../context.ts";
import type { Answer } from "./answer.ts";
import { isConnectionLost, isNoAnswerInTime } from "./network-errors.ts";
import { backOff, longestRateLimitWait, rateLimitWait } from "./rate-limit.ts";
import { isRepeatable } from "./is-idempotent.ts";

/** How one attempt ended. */
export type Outcome =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "failure"; readonly error: unknown };

/** A request that was sent, and how often before. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  /** 0, 1, 2 … */
  readonly attempt: number;
}

/** Ten jobs that share one token can each come too late for several minutes in a row. */
const mostLimited = 12;
const mostLocked = 8;
const mostFaults = 3;
/** A time limit is long: nobody waits for it four times. */
const mostTimeouts = 1;

/** Milliseconds to wait before the same request goes out again; undefined when the outcome stands. */
export function pauseBeforeRetry(announce: Announce, sent: Sent, outcome: Outcome): number | undefined {
  const status = outcome.kind === "answer" ? outcome.answer.status : undefined;
  if (outcome.kind === "answer" && status === 429) return pauseForRateLimit(announce, outcome.answer, sent);
  // E0000239: parallel jobs change the same list of policies. Nothing was carried out, whatever the method.
  if (status === 423) return sent.attempt < mostLocked ? backOff(sent.attempt, 500) : undefined;
  return isRepeatable(sent) && sent.attempt < mostRepeats(outcome) ? backOff(sent.attempt, 500) : undefined;
}

/** A 429 was not carried out, whatever the method. */
function pauseForRateLimit(announce: Announce, answer: Answer, { attempt }: Sent): number | undefined {
  const wait = rateLimitWait(answer.headers, attempt);
  if (attempt >= mostLimited || wait > longestRateLimitWait) return undefined;
  announce(wait);
  return wait;
}

/** How often a request that may be repeated is sent again after this. */
function mostRepeats(outcome: Outcome): number {
  if (outcome.kind === "answer") return [500, 502, 503, 504].includes(outcome.answer.status) ? mostFaults : 0;
  if (isNoAnswerInTime(outcome.error)) return mostTimeouts;
  return isConnectionLost(outcome.error) ? mostFaults : 0;
}

export type Announce = (wait: number) => void;

/** Waits that end so close to each other, in milliseconds, are one to a person. */
const sameMoment = 5000;

/** Says how long is waited; requests that run side by side and wait for the same reset say it once. */
export function createAnnouncer({ clock, log }: Pick<Context, "clock" | "log">): Announce {
  let announcedUntil = 0;
  return (wait) => {
    const until = clock.now().getTime() + wait;
    if (until < announcedUntil + sameMoment) return;
    announcedUntil = until;
    log.warn(`Okta's rate limit is used up; going on in ${Math.ceil(wait / 1000)} s.`);
  };
}
