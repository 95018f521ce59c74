import { type LogEvent, type LogPage, type LogQuery, type OktaOrg, isRefusal } from "../../okta/port.ts";
import type { LogCursor } from "../../okta/port.ts";
import { withFilter } from "./query.ts";
import type { LoggedApp } from "./source.ts";

/** How many ids of events are remembered: more than any outage makes come twice. */
const mostSeen = 20_000;
const pageSize = 1000;
/** How far a feed that lost its place goes back. */
const overlap = 60_000;

/** A page of new events. */
export interface FeedPage extends Pick<LogPage, "budget"> {
  /** Each event once, in the order that the org gave them. */
  readonly events: readonly LogEvent[];
  /** More are known to be there. */
  readonly isBehind: boolean;
}

/** The events of an app from a time on, each once, whatever happens to the connection or the cursor. */
export interface EventFeed {
  read(org: OktaOrg): Promise<FeedPage>;
}

/**
 * Okta's cursor follows the order in which events are stored, so that late ones are not lost. An answer that was lost is asked for
 * again from the same cursor; one that the org does not take any more begins anew, a minute before the last event.
 */
export function createEventFeed(app: LoggedApp | undefined, since: Date): EventFeed {
  const seen = new Set<string>();
  let cursor: LogCursor | undefined;
  let from = since;
  const ask = async (org: OktaOrg): Promise<LogPage> => {
    const query: Omit<LogQuery, "filter"> = { since: from, limit: pageSize };
    const begin = () => withFilter(app, (filter) => org.pollEvents({ ...query, filter }));
    // The local org may have moved to another port; nowhere else does a cursor lead away from its org.
    if (cursor === undefined || new URL(cursor).origin !== org.orgUrl) return begin();
    try {
      return await org.pollEvents(cursor);
    } catch (error) {
      if (!isRefusal(error, "E0000001", "E0000053", "E0000031")) throw error;
      return begin();
    }
  };
  return {
    async read(org) {
      const page = await ask(org);
      // An org that gives the same page for ever is not asked for it without a pause.
      const isBehind = page.events.length === pageSize && page.next !== cursor;
      cursor = page.next;
      const events = page.events.filter(({ uuid }) => !seen.has(uuid));
      for (const event of events) {
        remember(seen, event.uuid);
        from = laterOf(from, new Date(Date.parse(event.published) - overlap));
      }
      return { events, isBehind, budget: page.budget };
    },
  };
}

function remember(seen: Set<string>, uuid: string): void {
  seen.add(uuid);
  const oldest = seen.values().next();
  if (seen.size > mostSeen && !oldest.done) seen.delete(oldest.value);
}

function laterOf(one: Date, other: Date): Date {
  return other.getTime() > one.getTime() ? other : one;
}
