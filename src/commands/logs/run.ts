import type { Context } from "../../context.ts";
import { hint } from "../../hints.ts";
import type { View } from "../../terminal/session.ts";
import { wrap } from "../../terminal/wrap.ts";
import { composeDoctorCommand } from "./doctor-command.ts";
import { describeEvent, isFailure, type ShownEvent } from "./event.ts";
import { createLineFormatter, describeLeftOut } from "./event-lines.ts";
import type { LogsFlags } from "./flags.ts";
import { readNewestEvents } from "./newest-events.ts";
import { readByOrgTime, readWanted } from "./query.ts";
import { findLoggedApp, findPlace, openSource } from "./source.ts";

/** What the System Log says. */
export interface LogsResult {
  readonly org: string;
  /** Null for the whole org. */
  readonly app: { readonly clientId: string; readonly label: string | null } | null;
  /** ISO 8601. */
  readonly since: string;
  /** Newest last. */
  readonly events: readonly ShownEvent[];
  /** How many earlier ones were left out; with `isMore` at least that many. */
  readonly leftOut: number;
  readonly isMore: boolean;
  /** The command that explains the last failure with a check; null without one. */
  readonly doctor: string | null;
  readonly isLocal: boolean;
  /** The page that shows the same as it happens; for the local org while it runs. */
  readonly activityUrl: string | null;
}

/** Reads the newest events. Throws `permission-denied` when the credential may not read the System Log. */
export async function runLogs(context: Context, flags: LogsFlags): Promise<LogsResult> {
  // What is wrong with a flag is said before anything is asked.
  readWanted(flags, context.clock.now());
  const place = await findPlace(context, flags);
  const source = await openSource(context, place);
  const { org, activityUrl = null } = source;
  try {
    const app = await findLoggedApp(org, place, flags);
    const { wanted, found } = await context.log.step("Read the System Log", () =>
      readByOrgTime({ flags, org, clock: context.clock }, ({ since, limit }) =>
        readNewestEvents(org, app, { since, limit: Math.min(limit * 2, 1000) }),
      ),
    );
    const { since, limit } = wanted;
    const { events } = found;
    // Newest first.
    const shown = events.slice(0, limit).toReversed().map(describeEvent);
    const failed = shown.findLast((event) => event.check !== null);
    return {
      org: org.orgUrl,
      app: app === undefined ? null : { clientId: app.clientId, label: app.label },
      since: since.toISOString(),
      events: shown,
      leftOut: Math.max(events.length - limit, 0),
      isMore: found.isMore,
      doctor:
        failed === undefined ? null : composeDoctorCommand({ place, app, orgUrl: org.orgUrl, event: failed }),
      isLocal: place.destination.kind === "local",
      activityUrl,
    };
  } finally {
    await source.close();
  }
}

export const logsView: View<LogsResult> = {
  stdout({ app, events }, style, width) {
    const format = createLineFormatter();
    return events.map((event) => format(event, { style, width, withApp: app === null })).join("");
  },
  stderr(result, style, width) {
    const { events, leftOut, isMore, doctor, isLocal, activityUrl } = result;
    const failures = events.filter(isFailure).length;
    const say = (text: string): string => `${wrap(text, { width, indent: 0 })}\n`;
    return [
      events.length === 0 ? "" : "\n",
      say(`${countEvents(result)}${failures === 0 ? "." : `, ${style.bad(`${failures} failed`)}.`}`),
      leftOut === 0 && !isMore ? "" : say(describeLeftOut(leftOut, { isMore })),
      doctor === null ? "" : say(`Find out why: ${doctor}`),
      isLocal ? say(describeActivity(activityUrl)) : "",
    ].join("");
  },
};

function describeActivity(url: string | null): string {
  return url === null
    ? `The local org does not run. Its activity page shows events as they happen: ${hint("local start")}`
    : `As they happen: ${url}`;
}

function countEvents({ app, events, since }: LogsResult): string {
  const what = events.length === 0 ? "No event" : events.length === 1 ? "1 event" : `${events.length} events`;
  const of = app === null ? "" : ` of ${app.label ?? app.clientId}`;
  return `${what}${of} since ${new Date(since).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" })}`;
}
