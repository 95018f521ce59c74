import type { Context, ResponseHeaders } from "../context.ts";

/** The time of an org, as its answers tell it. */
export interface OrgTime {
  /** Now by the org's clock, to about a second; by this machine's before the first answer. */
  now(): Date;
  /** Takes the time from the headers of an answer that has just come. */
  observe(headers: ResponseHeaders): void;
}

/** From 1970 to the year 10000: what is counted from another time may not fit into a date, and no server means it. */
const [beginningOfTime, endOfTime] = [0, Date.UTC(10_000)];

/** A `Date` header stands for a whole second, its beginning. */
const restOfSecond = 999;

/** @param clock what goes on from one answer to the next, and tells milliseconds where the answer does not contradict */
export function createOrgTime(clock: Pick<Context["clock"], "now">): OrgTime {
  let ahead = 0;
  const now = (): number => clock.now().getTime() + ahead;
  return {
    now: () => new Date(now()),
    observe(headers) {
      const theirs = Date.parse(headers.get("date") ?? "");
      if (!(theirs >= beginningOfTime && theirs < endOfTime)) return;
      const ours = now();
      ahead += Math.min(Math.max(ours, theirs), theirs + restOfSecond) - ours;
    },
  };
}
