import type { ResponseHeaders } from "../context.ts";
import type { Message, RequestInfo, Reset } from "./errors.ts";

/**
 * The reset that an answer tells of: `X-Rate-Limit-Reset` (seconds since 1970) by the server's own `Date`, else the
 * `Retry-After` of a proxy, in seconds or as a date (RFC 9110, section 10.2.3). Undefined when it does not say: Okta's
 * concurrency limit (limit 0) has no reset to wait for.
 * https://developer.okta.com/docs/reference/rl2-monitor/
 */
export function readReset(headers: ResponseHeaders): Reset | undefined {
  const now = Date.parse(headers.get("date") ?? "");
  const at = [readLimitReset(headers), readRetryAfter(headers, now)].find((time) => !Number.isNaN(time));
  if (at === undefined) return undefined;
  const wait = Math.max(at - now, 0);
  return wait <= longestReset ? { at: new Date(at), wait } : undefined;
}

/** A year; what is further away was never meant. */
const longestReset = 366 * 86_400_000;

/** Milliseconds since 1970; NaN without one. */
function readLimitReset(headers: ResponseHeaders): number {
  const seconds = headers.get("x-rate-limit-limit") === "0" ? null : headers.get("x-rate-limit-reset");
  return seconds === null ? Number.NaN : Number(seconds) * 1000;
}

function readRetryAfter(headers: ResponseHeaders, now: number): number {
  const text = headers.get("retry-after") ?? "";
  return /^\d+$/u.test(text) ? now + Number(text) * 1000 : Date.parse(text);
}

/** What to say of a rate limit that was not waited out. */
export function explainRateLimit({ purpose }: RequestInfo, reset: Reset | undefined): Message {
  const why = "Other programs use the same org or the same token at the same time.";
  if (reset === undefined || reset.wait < soon) {
    return {
      message: `Okta's rate limit was not reset in time to ${purpose}.`,
      why,
      next: "Run the command again in a minute.",
    };
  }
  const time = `${reset.at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return {
    message: `Okta's rate limit is reached, and is reset only in ${formatWait(reset.wait)}, at ${time}: too late to ${purpose} now.`,
    why,
    next: `Run the command again after ${time}.`,
  };
}

/** Milliseconds in which "in a minute" is true. */
const soon = 90_000;

function formatWait(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
