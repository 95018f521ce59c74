import { PassThrough } from "node:stream";
import type { Context } from "koa";
import type { StoredEvent } from "../../store/collections.ts";
import { ApiError } from "../../http/api-error.ts";
import type { Org } from "../../org.ts";
import { renderEvent } from "./event-item.ts";
import type { ActivityFilter } from "./filter.ts";
import { isWanted, readFilter } from "./filter.ts";
import { pageSize } from "./page.ts";

/** One for each open page; the limit bounds the memory they use. */
const mostListeners = 16;
const heartbeatMs = 15_000;
/** A client that doesn't read is disconnected, to bound the memory it uses. */
const mostUnreadBytes = 512 * 1024;

/**
 * `/activity/events`: Server-Sent Events, each an entry of the activity as markup. Begins after the event that
 * `Last-Event-ID` (a browser that reconnects) or `after` (a page that was just loaded) names. Throws 503 when too many
 * pages are open.
 */
export function createActivityStream(org: Org): (context: Context) => void {
  let listeners = 0;
  return (context) => {
    if (listeners >= mostListeners) throw createTooManyListenersError(context);
    const query = new URLSearchParams(context.querystring);
    const stream = new PassThrough();
    listeners += 1;
    stream.once("close", () => (listeners -= 1));
    stream.write("retry: 2000\n\n");
    follow(org, stream, {
      filter: readFilter(query),
      after: context.get("Last-Event-ID") || query.get("after"),
    });
    context.type = "text/event-stream";
    context.body = stream;
  };
}

interface Wanted {
  readonly filter: ActivityFilter;
  readonly after: string | null;
}

function follow(org: Org, stream: PassThrough, { filter, after }: Wanted): void {
  const send = (event: StoredEvent) => {
    if (stream.destroyed || !isWanted(org, filter, event)) return;
    stream.write(formatMessage(org, event));
    if (stream.writableLength + stream.readableLength > mostUnreadBytes) stream.destroy();
  };
  for (const event of listEventsAfter(org, after)) send(event);
  const unsubscribe = org.events.subscribe(send);
  const beat = setInterval(() => stream.write(": still here\n\n"), heartbeatMs).unref();
  stream.once("close", () => {
    clearInterval(beat);
    unsubscribe();
  });
}

/** The missed events, at most one page of them. None without a starting point. */
function listEventsAfter(org: Org, after: string | null): readonly StoredEvent[] {
  if (after === null) return [];
  const all = org.events.list();
  // By position, not by id, because the clock of the org may have been turned back. All events when the id is no longer kept.
  return all.slice(all.findIndex(({ id }) => id === after) + 1).slice(-pageSize);
}

function formatMessage(org: Org, event: StoredEvent): string {
  const lines = renderEvent(org, event).text.split(/\r\n|\r|\n/u);
  return `id: ${event.id}\nevent: activity\n${lines.map((line) => `data: ${line}\n`).join("")}\n`;
}

function createTooManyListenersError(context: Context): ApiError {
  context.set("Retry-After", "5");
  return new ApiError(503, "E0000009", `Only ${mostListeners} pages can watch at once. Close one of them.`);
}
