import type { Context } from "../context.ts";
import type { Lease } from "../provision/marker.ts";
import { type Duration, parseTimeToLive } from "../values/duration.ts";
import { parseRunId, type RunId, readRunIdOfCi } from "../values/run-id.ts";
import type { Gathering } from "./fields.ts";
import type { Field } from "./read-field.ts";

/** The flags of an ephemeral app as typed. */
export interface LeaseFlags {
  readonly ttl?: string;
  readonly runId?: string;
}

const timeToLiveField: Field<Duration> = {
  label: "time to live",
  flag: "--ttl <duration>",
  variable: "OKTA_UNLOCK_TTL",
  question: "How long may the app be kept?",
  parse: parseTimeToLive,
  fallback: "2h",
  isSettled: true,
};

const runIdField: Field<RunId> = {
  label: "run id",
  flag: "--run-id <id>",
  variable: "OKTA_UNLOCK_RUN_ID",
  question: "What is this run called?",
  parse: parseRunId,
  isSettled: true,
};

/** For how long an ephemeral app is there, and for which job: by flag, environment or default; nobody is asked. */
export async function gatherLease(
  { env }: Pick<Context, "env">,
  gathering: Gathering,
  flags: LeaseFlags,
): Promise<Lease | undefined> {
  const timeToLive = await gathering.resolve(timeToLiveField, flags.ttl);
  const fallback = readRunIdOfCi(env) ?? crypto.randomUUID();
  const runId = await gathering.resolve({ ...runIdField, fallback }, flags.runId);
  if (timeToLive === undefined || runId === undefined) return undefined;
  return { ttl: timeToLive.milliseconds / 1000, runId };
}
