import { accepted, type Parsed, refused } from "./branded.ts";
import { parseLookBack } from "./duration.ts";

/** How long Okta keeps the System Log. */
const longestDays = 90;
const day = 24 * 60 * 60 * 1000;

/** `2026-11-27`, and with a time `2026-11-27T14:30`, `…:05`, `…:05.250`, `…Z`, `…+02:00`. */
const date = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/u;

/** True for what is counted back from now, so that it depends on whose clock that is; false for a date. */
export function isLookBack(text: string): boolean {
  return /^\d+[a-z]*$/iu.test(text.trim());
}

/**
 * From when on events are wanted: a duration before `now` (`1h`), a date, which begins at midnight here, or a time of ISO 8601, which
 * is meant here unless it says where.
 */
export function parseLogStart(text: string, now: Date): Parsed<Date> {
  const trimmed = text.trim();
  if (!isLookBack(trimmed)) return parseMoment(trimmed, now);
  const duration = parseLookBack(trimmed, `${longestDays}d`);
  return duration.ok ? accepted(new Date(now.getTime() - duration.value.milliseconds)) : duration;
}

function parseMoment(text: string, now: Date): Parsed<Date> {
  const time = date.test(text) ? readTime(text) : undefined;
  if (time === undefined)
    return refused(
      "It is a duration such as 30m, 1h or 7d, or a date such as 2026-11-27 or 2026-11-27T14:30.",
      "1h",
    );
  if (time > now.getTime()) return refused("It is in the future.", "1h");
  return now.getTime() - time > longestDays * day
    ? refused(`Okta keeps the System Log for ${longestDays} days.`, `${longestDays}d`)
    : accepted(new Date(time));
}

/** Milliseconds since 1970; undefined for a day that no month has. */
function readTime(text: string): number | undefined {
  const isDay = text.length === "2026-11-27".length;
  // A date alone would be read as UTC.
  const time = Date.parse(isDay ? `${text}T00:00` : text.replace(" ", "T"));
  const dayOfMonth = Number(text.slice(8, 10));
  const isReal = new Date(`${text.slice(0, 10)}T00:00Z`).getUTCDate() === dayOfMonth;
  return Number.isNaN(time) || !isReal ? undefined : time;
}
