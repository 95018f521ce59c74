/** At most this long is waited for one reset: Okta's buckets are a minute long. */
export const longestRateLimitWait = 90_000;

/**
 * How long to wait after a 429, in milliseconds: until `X-Rate-Limit-Reset` (seconds since 1970) by the server's own
 * `Date`, and a second more, because both are cut to whole seconds. Okta's concurrency limit (limit 0) and answers
 * without the headers have no reset to wait for: they get a growing pause with jitter.
 * https://developer.okta.com/docs/reference/rl2-monitor/
 */
export function rateLimitWait(headers: Headers, attempt: number): number {
  const reset = Number(headers.get("x-rate-limit-reset") ?? Number.NaN) * 1000;
  const serverTime = Date.parse(headers.get("date") ?? "");
  const isConcurrency = headers.get("x-rate-limit-limit") === "0";
  if (isConcurrency || Number.isNaN(reset) || Number.isNaN(serverTime)) return backOff(attempt, 1000);
  return Math.max(reset - serverTime, 0) + 1000;
}

/** A pause that doubles with each attempt (0, 1, 2 …), half of it at random so that parallel jobs drift apart. */
export function backOff(attempt: number, first: number): number {
  const whole = first * 2 ** attempt;
  return Math.round(whole / 2 + (Math.random() * whole) / 2);
}
