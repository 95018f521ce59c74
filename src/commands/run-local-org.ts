import { hint, programName } from "../hints.ts";
import type { Context } from "../context.ts";
import { type ErrorCode, errorCodes, OktaUnlockError } from "../errors.ts";
import {
  assertCurrentFolder,
  findLastingOrg,
  type LocalOrgAddress,
  openSession,
  type OrgSession,
} from "../flows/org-session.ts";
import { describeNotice } from "../flows/local-org.ts";
import { markCommand } from "../values/command-text.ts";

const patienceMilliseconds = 30_000;
const lookMilliseconds = 100;

/**
 * The local org for as long as a command runs: the one that runs, or one in a process of its own, which others join and
 * which ends with the last of them. In this process it would end under the commands of those who came later.
 */
export async function openSharedLocalOrg(context: Context): Promise<OrgSession> {
  assertCurrentFolder(context);
  const { joinLocalOrg, untilEnded } = await import("../local-org/index.ts");
  const leave = await joinLocalOrg(context.localOrgDirectory);
  try {
    const found = await findLastingOrg(context);
    if (found !== undefined) return openSession(context, found, leave);
    const started = await startShared(context);
    for (const warning of started.notices.flatMap((notice) => describeNotice(notice, {})))
      context.log.warn(warning);
    return openSession(context, started, async () => {
      leave();
      await untilEnded(context.localOrgDirectory);
    });
  } catch (error) {
    leave();
    throw error;
  }
}

/** The first process starts it; the start of any other is refused, and it finds that one. */
async function startShared(context: Context): Promise<LocalOrgAddress> {
  const until = context.clock.now().getTime() + patienceMilliseconds;
  const starts: Start[] = [];
  for (;;) {
    const found = await findLastingOrg(context);
    if (found !== undefined) return found;
    const failure = starts.at(-1)?.failure;
    const isIdle = starts.length === 0 || failure !== undefined;
    const isOurTurn = isIdle && !(await isOwned(context));
    // The owner that was in the way the first time may have gone since.
    if (isOurTurn && failure !== undefined && starts.length > 1) throw failure;
    if (isOurTurn) starts.push(start(context));
    if (context.clock.now().getTime() > until) throw createTimeoutError(context);
    await context.clock.sleep(lookMilliseconds, context.signal);
  }
}

/** One attempt to start it. */
interface Start {
  /** Why it ended, or could not be started. */
  failure: Error | undefined;
}

function start({ startOwnBackground, localOrgDirectory }: Context): Start {
  const args = ["local", "start", "--while-used", "--json", "--data-dir", localOrgDirectory];
  const started: Start = { failure: undefined };
  void noteFailure(started, startOwnBackground(args));
  return started;
}

async function noteFailure(started: Start, end: Promise<{ readonly stderr: string }>): Promise<void> {
  try {
    started.failure = readFailure((await end).stderr);
  } catch (error) {
    started.failure = error as Error;
  }
}

async function isOwned({ localOrgDirectory }: Context): Promise<boolean> {
  const { isLocalOrgOwned } = await import("../local-org/index.ts");
  return isLocalOrgOwned(localOrgDirectory);
}

/** What the other process said with --json. */
function readFailure(stderr: string): OktaUnlockError {
  const said = readError(stderr.trim().split("\n").at(-1) ?? "");
  const code = errorCodes.find((each): each is ErrorCode => each === said?.code) ?? "unexpected";
  const [message = "", why] = splitReason(
    said?.message ?? "The local org could not be started in the background.",
  );
  return new OktaUnlockError(code, {
    message,
    ...(why !== undefined && { why }),
    next: said?.next === undefined ? `See why: ${hint("local start")}` : markFinalCommand(said.next),
    details: said?.details ?? [],
  });
}

/** JSON has what happened and why in one text. */
function splitReason(text: string): readonly string[] {
  const end = text.search(/(?<=\w\.) [A-Z]/u);
  return end === -1 ? [text] : [text.slice(0, end), text.slice(end + 1)];
}

/** Its last sentence ends with a command of ours, which is marked as one again. */
function markFinalCommand(text: string): string {
  const at = text.lastIndexOf(`: ${programName()} `) + 2;
  return at === 1 ? text : text.slice(0, at) + markCommand(text.slice(at));
}

interface SaidError {
  readonly code?: string;
  readonly message?: string;
  readonly next?: string;
  readonly details?: readonly string[];
}

function readError(line: string): SaidError | undefined {
  try {
    return (JSON.parse(line) as { readonly error?: SaidError }).error;
  } catch {
    return undefined;
  }
}

function createTimeoutError({ localOrgDirectory }: Context): OktaUnlockError {
  return new OktaUnlockError("local-org-conflict", {
    message: `The local org in ${localOrgDirectory} did not start within ${patienceMilliseconds / 1000} seconds.`,
    why: "Another command is using it alone, or this machine is very busy.",
    next: `Keep it running in another terminal: ${hint("local start")}`,
  });
}
