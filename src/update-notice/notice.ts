import type { Context } from "../context.ts";
import { compareVersions } from "../values/version.ts";
import { changeRecord, readRecord, type ReleasedVersion, type ReleaseRecord } from "./record.ts";

type Slice = Pick<Context, "clock" | "configDirectory" | "env" | "log" | "startOwnBackground" | "version">;

const dayMs = 24 * 60 * 60 * 1000;

/** CI systems that set no CI: Azure Pipelines, Jenkins, TeamCity, CodeBuild. */
const otherCi = ["TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION", "CODEBUILD_BUILD_ID"];

/**
 * Says at most once a day that a newer version is out, and has the registry asked at most once a day. `findUpdateCommand` gives
 * the command that brings it, undefined when there is none. Never throws, and waits for no network.
 */
export async function noticeUpdate(
  context: Slice,
  findUpdateCommand: () => string | undefined,
): Promise<void> {
  try {
    if (isUnwanted(context.env)) return;
    const command = findUpdateCommand();
    if (command !== undefined) await tellAndAsk(context, command);
  } catch (error) {
    context.log.debug(`No update notice: ${(error as Error).message}`);
  }
}

/** A variable of ours that is empty is as if it were not set. NO_UPDATE_NOTIFIER turns off the notices of most tools written for Node, with any value. */
function isUnwanted(env: Context["env"]): boolean {
  const own = env["OKTA_UNLOCK_UPDATE_NOTICE"]?.trim().toLowerCase();
  if (own && !["on", "true", "1", "yes"].includes(own)) return true;
  return env["NO_UPDATE_NOTIFIER"] !== undefined || otherCi.some((name) => Boolean(env[name]));
}

interface Due {
  /** The version to tell of. */
  readonly news?: ReleasedVersion | undefined;
  /** The registry is to be asked. */
  readonly asks: boolean;
}

async function tellAndAsk(context: Slice, command: string): Promise<void> {
  const { configDirectory, version, log } = context;
  const now = context.clock.now().getTime();
  const look = (record: ReleaseRecord): Due => findDue(record, { now, version });
  // Most runs end here, without a lock.
  if (!isAny(look(readRecord(configDirectory)))) return;
  let due: Due = { asks: false };
  // Another process that has the record tells and asks in our place.
  await changeRecord(configDirectory, 0, (record) => {
    due = look(record);
    const { news, asks } = due;
    return isAny(due)
      ? { ...record, ...(asks && { checkedAt: now }), ...(news !== undefined && { shownAt: now }) }
      : undefined;
  });
  if (due.news !== undefined) log.info(`okta-unlock ${due.news} is out (this is ${version}): ${command}`);
  // Not awaited: it may well outlast this process.
  if (due.asks) void context.startOwnBackground(["check-release"]).catch(() => {});
}

function findDue(
  { checkedAt, shownAt, latest }: ReleaseRecord,
  { now, version }: { now: number; version: string },
): Due {
  const isNewer = latest !== undefined && compareVersions(latest, version) > 0;
  return { news: isNewer && isDayAway(shownAt, now) ? latest : undefined, asks: isDayAway(checkedAt, now) };
}

/** Also for a time far ahead: the clock was wrong then. */
function isDayAway(time: number, now: number): boolean {
  return Math.abs(now - time) >= dayMs;
}

function isAny({ news, asks }: Due): boolean {
  return asks || news !== undefined;
}
