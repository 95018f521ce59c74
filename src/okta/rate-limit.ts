import type { ResponseHeaders } from "../context.ts";
/** At most this long is waited for one reset: Okta's buckets are a minute long. */
export const longestRateLimitWait = 90_000;

/** A pause that nobody told us grows no longer than this. */
const longestBackOff = 30_000;

/**
 * How long to wait after a 429, in milliseconds: until `X-Rate-Limit-Reset` (seconds since 1970) by the server's own
 * `Date`, and a second more, because both are cut to whole seconds; and up to one more at random, or all who wait come back
 * at the same moment. Okta's concurrency limit (limit 0) has no reset to wait for: it gets a growing pause with jitter, as
 * do answers without the headers, unless a proxy says `Retry-After`.
 * https://developer.okta.com/docs/reference/rl2-monitor/
 */
export function rateLimitWait(headers: ResponseHeaders, attempt: number): number {
  const wait = untilReset(headers) ?? retryAfter(headers);
  return wait === undefined ? backOff(attempt, 1000) : wait + 1000 + Math.round(Math.random() * 1000);
}

/** A pause that doubles with each attempt (0, 1, 2 …), half of it at random so that parallel jobs drift apart. */
export function backOff(attempt: number, first: number): number {
  const whole = Math.min(first * 2 ** attempt, longestBackOff);
  return Math.round(whole / 2 + (Math.random() * whole) / 2);
}

function untilReset(headers: ResponseHeaders): number | undefined {
  const reset = Number(headers.get("x-rate-limit-reset") ?? Number.NaN) * 1000;
  const wait = reset - Date.parse(headers.get("date") ?? "");
  return headers.get("x-rate-limit-limit") === "0" || Number.isNaN(wait) ? undefined : Math.max(wait, 0);
}

/** Seconds only: Okta does not send it, and proxies that do mostly send these. */
function retryAfter(headers: ResponseHeaders): number | undefined {
  const seconds = headers.get("retry-after") ?? "";
  return /^\d+$/u.test(seconds) ? Number(seconds) * 1000 : undefined;
}
