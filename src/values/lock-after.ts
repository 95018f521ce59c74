import type { Branded, Parsed } from "./branded.ts";
import { accepted, refused } from "./branded.ts";

/** Whole seconds in decimal digits: how long an app may stay in the background before it locks. `0` locks every time. */
export type LockAfter = Branded<"LockAfter">;

export const defaultLockAfter = "60" as LockAfter;

/** A day: whoever is away for longer has to show that they are there. */
const longest = 86_400;

/** Parses a number of seconds from 0 to 86400. */
export function parseLockAfter(text: string): Parsed<LockAfter> {
  const digits = text.trim();
  if (!/^\d+$/u.test(digits)) {
    return refused("The time after which the app locks is a whole number of seconds.", suggestionFor(digits));
  }
  if (Number(digits) > longest) {
    return refused(
      `The time after which the app locks is a day (${longest} seconds) at the most.`,
      `${longest}`,
    );
  }
  return accepted(String(Number(digits)) as LockAfter);
}

/** What people type for seconds: `60s`, `60 seconds`, `1.5`. */
function suggestionFor(text: string): string | undefined {
  const [, number] = /^(\d{1,5})(?:\.\d+)? ?(?:s|sec|seconds?)?$/iu.exec(text) ?? [];
  return number === undefined || Number(number) > longest ? undefined : String(Number(number));
}
