import type { LogCursor, LogEvent, LogQuery, OktaOrg } from "../../okta/port.ts";
import { withFilter } from "./query.ts";
import type { LoggedApp } from "./source.ts";

/** What is read at once takes ten times as much memory as it is long. Few events need one request. */
const pageSize = 250;
/** As many requests as full pages make, and some for pages that are not full. */
const mostPages = 8;

/** Events, newest first. */
interface NewestEvents {
  readonly events: readonly LogEvent[];
  /** There are older ones. */
  readonly isMore: boolean;
}

/**
 * The newest events since a time, at least `limit` of them where there are so many. A cursor that leads away from the org, or nowhere,
 * is left alone.
 */
export async function readNewestEvents(
  org: OktaOrg,
  app: LoggedApp | undefined,
  { since, limit }: Omit<LogQuery, "filter">,
): Promise<NewestEvents> {
  const first = { since, limit: Math.min(limit, pageSize) };
  let page = await withFilter(app, (filter) => org.listNewestEvents({ ...first, filter }));
  const events = [...page.events];
  const asked = new Set<LogCursor>();
  for (;;) {
    const { next } = page;
    const isEnough = events.length >= limit || page.events.length === 0 || asked.size === mostPages - 1;
    if (next === undefined || isEnough || asked.has(next) || new URL(next).origin !== org.orgUrl)
      return { events, isMore: next !== undefined };
    asked.add(next);
    page = await org.listNewestEvents(next);
    events.push(...page.events);
  }
}
