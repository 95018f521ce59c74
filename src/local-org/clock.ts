import { LocalOrgError } from "./local-org-error.ts";

/** The time source of the org. */
export interface OrgClock {
  /** The time now. */
  now(): Date;
}

/** The org's clock: real time plus an offset, so that time continues after it was set. */
export interface AdjustableClock extends OrgClock {
  /** Milliseconds that the org is ahead of real time; negative when it is behind. */
  readonly offset: number;
  /** Sets the org's time. Throws `invalid-value` outside of the years 1970 to 2999. */
  set(date: Date): void;
  /** Moves the clock forward by this many milliseconds, or back by a negative number. Throws as `set` does. */
  advance(milliseconds: number): void;
  /** Returns to real time. */
  reset(): void;
}

/** The years in which ids and times keep Okta's form. */
const earliest = Date.UTC(1970, 0, 1);
const latest = Date.UTC(3000, 0, 1);

/** A clock that follows `base`: real time unless a test passes its own. */
export function createAdjustableClock(base: OrgClock = { now: () => new Date() }): AdjustableClock {
  let offset = 0;
  const changeTo = (changed: number): void => {
    if (!isPossible(base.now().getTime() + changed)) throw createTimeError();
    offset = changed;
  };
  return {
    get offset() {
      return offset;
    },
    now: () => new Date(base.now().getTime() + offset),
    set: (date) => changeTo(date.getTime() - base.now().getTime()),
    advance: (milliseconds) => changeTo(offset + milliseconds),
    reset: () => {
      offset = 0;
    },
  };
}

/** True for a time, in milliseconds since the epoch, that the org's clock can be set to. */
export function isPossible(time: number): boolean {
  return time >= earliest && time < latest;
}

function createTimeError(): LocalOrgError {
  return new LocalOrgError("invalid-value", {
    message: "The clock of the local org can't be set to that time.",
    why: "It accepts dates from 1970 to 2999.",
    next: "See its current time: okta-unlock local status",
  });
}
