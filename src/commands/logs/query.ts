import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { hint } from "../../hints.ts";
import { isRefusal, type LogPage, type OktaOrg } from "../../okta/port.ts";
import { isLookBack, parseLogStart } from "../../values/log-start.ts";
import type { LogsFlags } from "./flags.ts";
import type { LoggedApp } from "./source.ts";

const hour = 60 * 60 * 1000;
const mostEvents = 1000;
const fewEvents = 50;

/** What is asked of the System Log. */
export interface WantedEvents {
  readonly since: Date;
  /** How many are shown of those that were there before, the newest. */
  readonly limit: number;
}

/** Throws `invalid-value` for a `--since` or `--limit` that can't be one. */
export function readWanted({ since, limit, follow }: LogsFlags, now: Date): WantedEvents {
  return {
    since:
      since === undefined ? new Date(now.getTime() - (follow ? hour : 7 * 24 * hour)) : readSince(since, now),
    limit: limit === undefined ? (since === undefined ? fewEvents : mostEvents) : readLimit(limit),
  };
}

interface LogsQuestion extends Pick<Context, "clock"> {
  readonly flags: LogsFlags;
  readonly org: Pick<OktaOrg, "now">;
}

/** A clock that is a minute wrong gives other events; less is not worth a request. */
const drift = 60_000;

/**
 * What is read, given what is wanted by the org's own clock. That is known after its first answer: when this machine's was far
 * from it, it is read again. A date is the same by every clock.
 */
export async function readByOrgTime<T>(
  { flags, org, clock }: LogsQuestion,
  read: (wanted: WantedEvents) => Promise<T>,
): Promise<{ readonly wanted: WantedEvents; readonly found: T }> {
  const { now } = flags.since === undefined || isLookBack(flags.since) ? org : clock;
  const first = readWanted(flags, now());
  const found = await read(first);
  const wanted = readWanted(flags, now());
  if (Math.abs(wanted.since.getTime() - first.since.getTime()) < drift) return { wanted: first, found };
  return { wanted, found: await read(wanted) };
}

function readSince(text: string, now: Date): Date {
  const parsed = parseLogStart(text, now);
  if (parsed.ok) return parsed.value;
  throw new OktaUnlockError("invalid-value", {
    message: `--since ${JSON.stringify(text)} can't be used.`,
    why: parsed.problem,
    next: `For example: ${hint("logs", { since: parsed.suggestion ?? "1h" })}`,
  });
}

function readLimit(text: string): number {
  const limit = /^\d{1,4}$/u.test(text.trim()) ? Number(text) : 0;
  if (limit >= 1 && limit <= mostEvents) return limit;
  throw new OktaUnlockError("invalid-value", {
    message: `--limit ${JSON.stringify(text)} can't be used.`,
    why: `It is how many events are shown: 1 to ${mostEvents}.`,
    next: `For example: ${hint("logs", { limit: "200" })}`,
  });
}

/** Asks with the filter for an app; once more with a plainer one when the org does not take it. */
export async function withFilter(
  app: LoggedApp | undefined,
  ask: (filter: string | undefined) => Promise<LogPage>,
): Promise<LogPage> {
  if (app === undefined) return ask(undefined);
  try {
    return await ask(buildFilter(app.ids));
  } catch (error) {
    if (!isRefusal(error, "E0000053", "E0000031")) throw error;
    return ask(buildPlainFilter(app.ids));
  }
}

/**
 * The SCIM filter for the events of an app, which name it as the target, as who acted, or as the client of the request.
 * @param ids the app's ID and its client ID
 */
function buildFilter(ids: readonly string[]): string {
  return buildEquals(["target.id", "actor.id", "client.id", "debugContext.debugData.clientId"], ids);
}

/** As `buildFilter`, of what Okta's page on the System Log promises alone: an org may refuse the rest (E0000053). */
function buildPlainFilter(ids: readonly string[]): string {
  return buildEquals(["target.id", "actor.id"], ids);
}

function buildEquals(attributes: readonly string[], ids: readonly string[]): string {
  return ids
    .flatMap((id) => attributes.map((attribute) => `${attribute} eq ${JSON.stringify(id)}`))
    .join(" or ");
}
