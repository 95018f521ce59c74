import type { Context } from "./context.ts";
import { exitCodes, OktaUnlockError } from "./errors.ts";
import { hasGitHubActions } from "./process/environment.ts";
import { nameProgram } from "./hints.ts";
import { isTerminal } from "./process/interaction.ts";
import { findOwnName } from "./process/own-name.ts";
import { createProcessContext, type ProcessContext } from "./process/process-context.ts";
import { runProgram } from "./program.ts";
import type { createGitHub } from "./terminal/github.ts";
import { type GlobalFlags, readCommandLine } from "./terminal/global-flags.ts";
import { reportError, toOktaUnlockError } from "./terminal/error-report.ts";

/** What the process was started with. */
interface Launch {
  /** The arguments after the program's name. */
  readonly args: readonly string[];
  /** Absolute path of the folder that holds package.json. */
  readonly packageRoot: string;
  readonly version: string;
}

/**
 * The process edge: builds the context, runs the program, and maps what was thrown to one report and one exit code.
 * Only this module sets the exit code; only a second signal (signals.ts) exits at once.
 */
export async function run(process: NodeJS.Process, { args, packageRoot, version }: Launch): Promise<void> {
  const commandLine = readCommandLine(args);
  const { flags } = commandLine;
  const { env, platform } = process;
  const start = { packageRoot, env, platform, cwd: () => process.cwd() };
  nameProgram(() => findOwnName(start));
  const connectGitHub = await loadGitHub(process.env, flags);
  const edge = await createProcessContext(process, { packageRoot, version, commandLine, connectGitHub });
  surviveBrokenStreams(process, edge);
  const finished = failUnlessFinished(process);
  const { context, stdout, stderr, gitHub } = edge;
  try {
    const exitCode = await runProgram(context, { commandLine, stdout, stderr, gitHub });
    // Not over what a broken stream has set.
    if (exitCode) process.exitCode = exitCode;
    else if (exitCode === exitCodes.done && isTerminal(process, 2))
      await (await import("./process/update-notice.ts")).notify(process, context, start);
  } catch (thrown) {
    const error = toOktaUnlockError(
      ownWords(thrown) ?? (context.signal.aborted ? context.signal.reason : thrown),
    );
    reportError(await explain(process, context, error), stderr, context.interaction);
    gitHub?.annotate(error);
    for (const line of listStackLines(thrown)) context.log.debug(line);
    process.exitCode = findExitCode(error, context.signal);
  } finally {
    await edge.dispose();
    finished();
  }
}

async function explain(process: NodeJS.Process, context: Context, error: OktaUnlockError) {
  if (error.code !== "missing-input") return error;
  return (await import("./process/obstacle.ts")).explainObstacle(error, process, context);
}

/** What is said of an interruption may be anybody's words; which signal it was decides the exit code. */
function findExitCode(error: OktaUnlockError, { aborted, reason }: AbortSignal): number {
  const isStopped = error.code === "interrupted" && aborted && reason instanceof OktaUnlockError;
  return isStopped ? reason.exitCode : error.exitCode;
}

/** Node ends a process that waits for nothing any more, though a promise is open: that must not pass for success. */
function failUnlessFinished(process: NodeJS.Process): () => void {
  const check = (code: number): void => {
    if (code !== exitCodes.done) return;
    process.stderr.write("okta-unlock ended before its work was done. This is a bug in okta-unlock.\n");
    process.exitCode = exitCodes.bug;
  };
  process.once("exit", check);
  return () => process.off("exit", check);
}

/** Loaded only where there is something to tell: in GitHub Actions, and wherever its files are named. */
async function loadGitHub(
  env: NodeJS.ProcessEnv,
  { githubOutput }: GlobalFlags,
): Promise<typeof createGitHub | undefined> {
  if (!(githubOutput ?? hasGitHubActions(env))) return undefined;
  return (await import("./terminal/github.ts")).createGitHub;
}

/** The error as one line, whatever its message holds, and where it was thrown. */
function listStackLines(thrown: unknown): string[] {
  if (!(thrown instanceof Error)) return [];
  const frames = (thrown.stack ?? "").split("\n").filter((line) => /^ {4}at /u.test(line));
  return [`${thrown.name}: ${thrown.message}`, ...frames];
}

/** After Ctrl-C whatever fails fails because of it; only who knows that, too, may say more about it. */
function ownWords(thrown: unknown): OktaUnlockError | undefined {
  return thrown instanceof OktaUnlockError && thrown.code === "interrupted" ? thrown : undefined;
}

/**
 * A reader that leaves (`| head -1`) is no error, and the run goes on: it may be in the middle of changing an org. Output
 * that can't be written for another reason (a full disk) makes the run fail, after it has ended in order.
 */
function surviveBrokenStreams(process: NodeJS.Process, { stderr, context }: ProcessContext): void {
  let isReported = false;
  process.stderr.on("error", () => {});
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED") return;
    // What is written after it fails for the same reason.
    if (isReported) return;
    isReported = true;
    const broken = createBrokenOutputError(error);
    reportError(broken, stderr, context.interaction);
    process.exitCode = broken.exitCode;
  });
}

function createBrokenOutputError(cause: Error): OktaUnlockError {
  return new OktaUnlockError("directory-unusable", {
    message: "The output could not be written.",
    why: cause.message,
    next: "Free some disk space, or send the output to another place, then run the same command again.",
    cause,
  });
}
