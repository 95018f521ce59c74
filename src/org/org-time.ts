import type { Context } from "../context.ts";

/** The time of an org, as its answers tell it. */
export interface OrgTime {
  /** Now by the org's clock, to about a second; by this machine's before the first answer. */
  now(): Date;
  /** Takes the time from the headers of an answer that has just come. */
  heed(headers: Headers): void;
}

/** @param clock what goes on from one answer to the next */
export function createOrgTime(clock: Pick<Context["clock"], "now">): OrgTime {
  let ahead = 0;
  return {
    now: () => new Date(clock.now().getTime() + ahead),
    heed(headers) {
      const theirs = Date.parse(headers.get("date") ?? "");
      if (!Number.isNaN(theirs)) ahead = theirs - clock.now().getTime();
    },
  };
}
