import { accepted, type Parsed, refused } from "./branded.ts";

/** A length of time as it was given, `2h`, and what it is. */
export interface Duration {
  readonly text: string;
  readonly milliseconds: number;
}

const minute = 60_000;
const units = { m: minute, h: 60 * minute, d: 24 * 60 * minute } as const;

/** How long an ephemeral app may be kept: `30m`, `2h`, `1d`; from a minute to a week. */
export function parseTimeToLive(text: string): Parsed<Duration> {
  return parseWithin(text, { longest: "7d", of: "An ephemeral app can be kept for" });
}

/** How long ago something was made: `30m`, `2h`, `1d`; from a minute to a year. */
export function parseAge(text: string): Parsed<Duration> {
  return parseWithin(text, { longest: "365d", of: "The age can be" });
}

/** How far to look back: `30m`, `1h`, `7d`; from a minute to `longest`. */
export function parseLookBack(text: string, longest: string): Parsed<Duration> {
  return parseWithin(text, { longest, of: "It can be" });
}

interface Bounds {
  readonly longest: string;
  /** Begins the sentence for one that is too short or too long. */
  readonly of: string;
}

function parseWithin(text: string, { longest, of }: Bounds): Parsed<Duration> {
  const duration = readDuration(text);
  if (duration === undefined) return refused("A duration is a number followed by m, h or d.", "2h");
  if (duration.milliseconds < minute) return refused(`${of} at least 1m.`, "1m");
  const most = readDuration(longest)?.milliseconds ?? 0;
  return duration.milliseconds > most ? refused(`${of} at most ${longest}.`, longest) : accepted(duration);
}

function readDuration(text: string): Duration | undefined {
  const [, count, unit] = /^(\d+)([mhd])$/u.exec(text.trim()) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  return { text: `${Number(count)}${unit}`, milliseconds: Number(count) * units[unit as keyof typeof units] };
}
