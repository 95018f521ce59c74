import type { Context, ResponseHeaders } from "../context.ts";
import type { Answer } from "./answer.ts";
import { isConnectionLost, isNoAnswerInTime } from "./network-errors.ts";
import { readReset } from "./rate-limit.ts";

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
  if (status === 423) return sent.attempt < mostLocked ? computeBackOff(sent.attempt, 500) : undefined;
  return isIdempotent(sent) && sent.attempt < limitRepeats(outcome)
    ? computeBackOff(sent.attempt, 500)
    : undefined;
}

/** A 429 was not carried out, whatever the method. */
function pauseForRateLimit(announce: Announce, answer: Answer, { attempt }: Sent): number | undefined {
  const wait = computeRateLimitWait(answer.headers, attempt);
  if (attempt >= mostLimited || wait > longestRateLimitWait) return undefined;
  announce(wait);
  return wait;
}

/** How often a request that may be repeated is sent again after this. */
function limitRepeats(outcome: Outcome): number {
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
    log.warn(`Okta's rate limit is reached; continuing in ${Math.ceil(wait / 1000)} s.`);
  };
}

/**
 * True for a request that does no more when it arrives twice, so that it may be sent again when its answer was lost: reads,
 * removals, assignments, and changes of a status. A whole app or trusted origin is put once: what somebody else changed in between would be
 * lost. What makes something is sent once, or there would be two.
 */
export function isIdempotent({ method, url }: { readonly method: string; readonly url: string }): boolean {
  const { pathname } = new URL(url);
  if (method === "PUT") return !/\/(?:apps|trustedOrigins)\/[^/]+$/u.test(pathname);
  if (method === "POST") return /\/lifecycle\/(?:de)?activate$/u.test(pathname);
  return method === "GET" || method === "DELETE";
}

/** At most this long is waited for one reset: Okta's buckets are a minute long. */
const longestRateLimitWait = 90_000;

/** A pause that nobody told us grows no longer than this. */
const longestBackOff = 30_000;

/**
 * How long to wait after a 429, in milliseconds: until the reset, and a second more, because its times are cut to whole
 * seconds; and up to one more at random, or all who wait come back at the same moment. Without a reset to wait for it is a
 * growing pause with jitter.
 */
function computeRateLimitWait(headers: ResponseHeaders, attempt: number): number {
  const reset = readReset(headers);
  return reset ? reset.wait + 1000 + Math.round(Math.random() * 1000) : computeBackOff(attempt, 1000);
}

/** A pause that doubles with each attempt (0, 1, 2 …), half of it at random so that parallel jobs drift apart. */
export function computeBackOff(attempt: number, first: number): number {
  const whole = Math.min(first * 2 ** attempt, longestBackOff);
  return Math.round(whole / 2 + (Math.random() * whole) / 2);
}
