import type { Context } from "../../context.ts";
import type { Print } from "../../terminal/list-view.ts";
import type { StreamView } from "../../terminal/stream-view.ts";
import { wrap } from "../../terminal/wrap.ts";
import { LogConnection } from "./connection.ts";
import { composeDoctorCommand } from "./doctor-command.ts";
import { describeEvent, type ShownEvent } from "./event.ts";
import { createEventFeed, type EventFeed } from "./event-feed.ts";
import { createLineFormatter, describeLeftOut } from "./event-lines.ts";
import type { LogsFlags } from "./flags.ts";
import { readByOrgTime, readWanted } from "./query.ts";
import { findLoggedApp, findPlace, type LoggedApp, type LogPlace } from "./source.ts";

/** An event that is followed. */
export interface FollowedEvent extends ShownEvent {
  /** The command that explains the failure; null for what no check explains. */
  readonly doctor: string | null;
}

/** The lines of events as they come. */
export function createLineView(withApp: boolean): StreamView<FollowedEvent> {
  const format = createLineFormatter();
  return { text: (event, style, width) => format(event, { style, width, withApp }) };
}

/**
 * Prints the newest events, then what happens, each event once, until the signal aborts or nobody reads any more. Ending it is no
 * error. A lost connection, a failing org and a local org that is restarted are waited out; what was wrong from the start is thrown.
 */
export async function followLogs(
  context: Context,
  flags: LogsFlags,
  print: Print<FollowedEvent>,
): Promise<void> {
  try {
    await follow(context, flags, print);
  } catch (error) {
    if (!context.signal.aborted) throw error;
    // Behind the ^C of the terminal.
    context.log.info("");
  }
}

async function follow(context: Context, flags: LogsFlags, print: Print<FollowedEvent>): Promise<void> {
  readWanted(flags, context.clock.now());
  const place = await findPlace(context, flags);
  const connection = new LogConnection(context, place);
  const { org, activityUrl } = await connection.source();
  const app = await findLoggedApp(org, place, flags);
  const show = createShow({ context, place, app, orgUrl: org.orgUrl }, print);
  const { found: first } = await readByOrgTime({ flags, org, clock: context.clock }, ({ since, limit }) =>
    readBacklog(context, connection, createEventFeed(app, since), limit),
  );
  if (first.leftOut > 0) say(context, describeLeftOut(first.leftOut));
  let isRead = await show(first.events);
  announce(context, app, activityUrl);
  let pause = first.pause;
  while (isRead) {
    await context.clock.sleep(pause.wait, context.signal);
    const page = await connection.read(first.feed);
    isRead = await show(page.events.map(describeEvent));
    pause = connection.pace(page);
  }
}

interface Backlog {
  /** What goes on behind it. */
  readonly feed: EventFeed;
  readonly events: readonly ShownEvent[];
  readonly leftOut: number;
  readonly pause: { readonly wait: number };
}

/** What happened before: read to its end, because the cursor leads through it; only the newest are kept. */
async function readBacklog(
  context: Context,
  connection: LogConnection,
  feed: EventFeed,
  limit: number,
): Promise<Backlog> {
  let newest: readonly ShownEvent[] = [];
  let count = 0;
  for (;;) {
    const page = await connection.read(feed);
    count += page.events.length;
    newest = [...newest, ...page.events.map(describeEvent)].toSorted(compareTimes).slice(-limit);
    const pause = connection.pace(page);
    if (!page.isBehind) return { feed, events: newest, leftOut: count - newest.length, pause };
    await context.clock.sleep(pause.wait, context.signal);
  }
}

function compareTimes(one: ShownEvent, other: ShownEvent): number {
  return one.time < other.time ? -1 : Number(one.time > other.time);
}

function announce(context: Context, app: LoggedApp | undefined, activityUrl: string | undefined): void {
  const whose = app === undefined ? "the org" : (app.label ?? app.clientId);
  const page = activityUrl === undefined ? "" : ` The same in a browser: ${activityUrl}`;
  say(context, `Following the events of ${whose}; Ctrl-C ends it.${page}`);
}

function say({ log }: Pick<Context, "log">, text: string): void {
  log.show(text, (shown, style, width) => style.faint(wrap(shown, { width, indent: 0 })));
}

interface Shown {
  readonly context: Context;
  readonly place: LogPlace;
  readonly app: LoggedApp | undefined;
  readonly orgUrl: string;
}

/** Prints events; the first failure with a check also brings the command that explains it. */
function createShow({ context, ...explained }: Shown, print: Print<FollowedEvent>) {
  let isSaid = false;
  return async (events: readonly ShownEvent[]): Promise<boolean> => {
    const shown = events.map((event): FollowedEvent => {
      const doctor = event.check === null ? null : composeDoctorCommand({ ...explained, event });
      return { ...event, doctor };
    });
    const isRead = await print(shown);
    const failed = shown.find(({ doctor }) => doctor !== null);
    if (failed?.doctor && !isSaid) say(context, `Find out why: ${failed.doctor}`);
    isSaid ||= failed !== undefined;
    return isRead;
  };
}
