import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { hint } from "../../hints.ts";
import { computeBackOff } from "../../okta/port.ts";
import type { Print } from "../../terminal/list-view.ts";
import type { StreamView } from "../../terminal/stream-view.ts";
import { composeDoctorCommand } from "./doctor-command.ts";
import { describeEvent, type ShownEvent } from "./event.ts";
import { createEventFeed, type EventFeed, type FeedPage } from "./event-feed.ts";
import { createLineFormatter } from "./event-lines.ts";
import type { LogsFlags } from "./flags.ts";
import { computePollPause } from "./poll-pause.ts";
import { readWanted } from "./query.ts";
import {
  findLoggedApp,
  findPlace,
  findRunningSource,
  type LoggedApp,
  type LogPlace,
  openSource,
  type LogSource,
} from "./source.ts";

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

/** Milliseconds between two looks for a local org that does not run. */
const lookMilliseconds = 1000;

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
  }
}

async function follow(context: Context, flags: LogsFlags, print: Print<FollowedEvent>): Promise<void> {
  readWanted(flags, context.clock.now());
  const place = await findPlace(context, flags);
  const line = new Line(context, place);
  const { org, activityUrl } = await line.source();
  const app = await findLoggedApp(org, place, flags);
  const { since, limit } = readWanted(flags, org.now());
  const show = createShow({ context, place, app, orgUrl: org.orgUrl }, print);
  const feed = createEventFeed(app, since);
  const first = await readBacklog(context, line, feed, limit);
  announce(context, app, first, activityUrl);
  let isRead = await show(first.events);
  let pause = first.pause;
  while (isRead) {
    await context.clock.sleep(pause.wait, context.signal);
    const page = await line.read(feed);
    isRead = await show(page.events.map(describeEvent));
    pause = line.pace(page);
  }
}

interface Backlog {
  readonly events: readonly ShownEvent[];
  readonly leftOut: number;
  readonly pause: { readonly wait: number };
}

/** What happened before: read to its end, because the cursor leads through it; only the newest are kept. */
async function readBacklog(context: Context, line: Line, feed: EventFeed, limit: number): Promise<Backlog> {
  let newest: readonly ShownEvent[] = [];
  let count = 0;
  for (;;) {
    const page = await line.read(feed);
    count += page.events.length;
    newest = [...newest, ...page.events.map(describeEvent)].toSorted(compareTimes).slice(-limit);
    const pause = line.pace(page);
    if (!page.isBehind) return { events: newest, leftOut: count - newest.length, pause };
    await context.clock.sleep(pause.wait, context.signal);
  }
}

function compareTimes(one: ShownEvent, other: ShownEvent): number {
  return one.time < other.time ? -1 : Number(one.time > other.time);
}

function announce(
  { log }: Context,
  app: LoggedApp | undefined,
  { leftOut }: Backlog,
  activityUrl: string | undefined,
): void {
  if (leftOut > 0) log.info(`${leftOut} earlier events were left out: see --limit and --since.`);
  const whose = app === undefined ? "the org" : (app.label ?? app.clientId);
  const page = activityUrl === undefined ? "" : ` The same in a browser: ${activityUrl}`;
  log.info(`Following the events of ${whose}; Ctrl-C ends it.${page}`);
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
    if (failed?.doctor && !isSaid) context.log.info(`Find out why: ${failed.doctor}`);
    isSaid ||= failed !== undefined;
    return isRead;
  };
}

/** Faults that pass: the same request is right a while later. */
const passing = new Set(["network-unreachable", "okta-unavailable", "rate-limited"]);

/** The way to the org, which may break while somebody watches. */
class Line {
  readonly #context: Context;
  readonly #place: LogPlace;
  #source: LogSource | undefined;
  #hasAnswered = false;
  #isResetSaid = false;

  constructor(context: Context, place: LogPlace) {
    this.#context = context;
    this.#place = place;
  }

  get #isLocal(): boolean {
    return this.#place.destination.kind === "local";
  }

  /** Where the org is now. The local one is waited for. */
  async source(): Promise<LogSource> {
    this.#source ??= this.#isLocal
      ? await this.#waitForLocal()
      : await openSource(this.#context, this.#place);
    return this.#source;
  }

  async #waitForLocal(): Promise<LogSource> {
    const { log, clock, signal } = this.#context;
    for (let isSaid = false; ; isSaid = true) {
      const found = await findRunningSource(this.#context);
      if (found !== undefined) {
        if (isSaid) log.success("The local org runs.");
        return found;
      }
      if (!isSaid) log.warn(`The local org does not run. Waiting for it: ${hint("local start")}`);
      await clock.sleep(lookMilliseconds, signal);
    }
  }

  /** The next page. What passes is waited out, once the org has answered. */
  async read(feed: EventFeed): Promise<FeedPage> {
    const { log, clock, signal } = this.#context;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const page = await feed.read((await this.source()).org);
        if (attempt > 0) log.success("Connected again.");
        this.#hasAnswered = true;
        return page;
      } catch (error) {
        if (signal.aborted || !this.#mayPass(error)) throw error;
        if (attempt === 0) log.warn(`${(error as OktaUnlockError).message} Trying again.`);
        // Its address and its token may be others once it is back.
        if (this.#isLocal) this.#source = undefined;
        await clock.sleep(computeBackOff(attempt, 1000), signal);
      }
    }
  }

  #mayPass(error: unknown): boolean {
    if (!(error instanceof OktaUnlockError) || !this.#hasAnswered) return false;
    // One that was reset has another token.
    return passing.has(error.code) || (this.#isLocal && error.code === "credential-rejected");
  }

  /** How long to wait before the next page; says so when that is for the rate limit. */
  pace({ budget, isBehind }: FeedPage): { readonly wait: number } {
    const pause = computePollPause(budget, isBehind);
    if (pause.isForReset && !this.#isResetSaid)
      this.#context.log.warn(
        `Okta's rate limit is nearly used up; continuing in ${Math.ceil(pause.wait / 1000)} s.`,
      );
    this.#isResetSaid = pause.isForReset;
    return pause;
  }
}
