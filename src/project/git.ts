import { markCommand } from "../values/command-text.ts";
import { shellCommand } from "../hints.ts";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Context, SpawnResult } from "../context.ts";
import { nearestExisting } from "./target.ts";

export interface RepositoryOutcome {
  readonly status: "created" | "inside-repository" | "skipped" | "no-git";
  /** What a person should know; absent when all went well. */
  readonly warning?: string;
  /** What is left to do in the folder of the project. */
  readonly nextSteps?: readonly string[];
}

export interface RepositoryOptions {
  /** Where the project is while it is made. */
  readonly stagingDirectory: string;
  /** Where it will be: a repository around that place is the user's own, and gets no second one inside. */
  readonly target: string;
  /** The display name, for the message of the first commit. */
  readonly name: string;
  /** The paths of its scripts, relative to it. Windows has no mode that git could read that from. */
  readonly executables: readonly string[];
}

type GitContext = Pick<Context, "spawn" | "signal" | "env" | "version">;

/**
 * Makes a git repository with one commit of a project that is still being staged. Whatever git refuses is a warning:
 * the project is good without it. Throws only when the run was stopped.
 */
export async function initialiseRepository(
  context: GitContext,
  options: RepositoryOptions,
): Promise<RepositoryOutcome> {
  const outcome = await repositoryFor(context, options);
  context.signal.throwIfAborted();
  return outcome;
}

async function repositoryFor(context: GitContext, options: RepositoryOptions): Promise<RepositoryOutcome> {
  // Git sets these for its hooks and aliases: whoever runs us from there is inside a repository.
  if (context.env["GIT_DIR"] !== undefined || context.env["GIT_WORK_TREE"] !== undefined) {
    return { status: "inside-repository" };
  }
  const git = gitIn(context, options.stagingDirectory);
  const around = await git(["-C", nearestExisting(options.target), "rev-parse", "--is-inside-work-tree"]);
  if (around instanceof Error) return { status: "no-git", warning: describeNoGit(around) };
  // A repository of another user is one too, though git will not look into it.
  const isInside = around.exitCode === 0 || around.stderr.includes("dubious ownership");
  if (isInside) return { status: "inside-repository" };
  return createRepository(git, options, context.version);
}

function describeNoGit(error: NodeJS.ErrnoException): string {
  return error.code === "ENOENT"
    ? "Git was not found, so the project has no repository."
    : `Git can't be run, so the project has no repository. The system says: ${error.message}`;
}

/**
 * Whatever the user's own settings are: a program that git leaves behind in the staging folder (its file monitor, its
 * maintenance) keeps Windows from renaming the folder (https://github.com/git-for-windows/git/issues/3370), and without long
 * paths git for Windows refuses what lies deep in it.
 */
export const quietSettings = [
  ["core.fsmonitor", "false"],
  ["maintenance.auto", "false"],
  ["gc.auto", "0"],
  ["core.longpaths", "true"],
].flatMap(([name, value]) => ["-c", `${name}=${value}`]);

/** An error when git can't be started, or was ended by a signal. */
type Git = (args: readonly string[]) => Promise<SpawnResult | Error>;

function gitIn(context: GitContext, cwd: string): Git {
  // Nobody can be asked for a password while files are being staged.
  const env = { GIT_TERMINAL_PROMPT: "0", LC_ALL: "C", GIT_INDEX_FILE: join(cwd, ".git", "index") };
  return async (args) => {
    context.signal.throwIfAborted();
    try {
      return await context.spawn("git", [...quietSettings, ...args], { cwd, env });
    } catch (error) {
      context.signal.throwIfAborted();
      return error as Error;
    }
  };
}

async function createRepository(
  git: Git,
  { stagingDirectory, name, executables }: RepositoryOptions,
  version: string,
): Promise<RepositoryOutcome> {
  const failure = await initialise(git);
  if (failure !== undefined) {
    // Half a repository would be in the way of the next git init.
    rmSync(join(stagingDirectory, ".git"), { recursive: true, force: true, maxRetries: 3 });
    return { status: "skipped", warning: `Git made no repository. ${quote("It", failure)}` };
  }
  const message = `Create ${name} with okta-unlock ${version}`;
  const added = await addFiles(git, executables);
  const committed = isDone(added) ? await git(["commit", "--quiet", "-m", message]) : added;
  return isDone(committed) ? { status: "created" } : { status: "created", ...describeNoCommit(committed) };
}

/** Adds all files, the scripts as executable ones; returns what git answered last. */
async function addFiles(git: Git, executables: readonly string[]): Promise<SpawnResult | Error> {
  const added = await git(["add", "--all"]);
  return executables.length > 0 && isDone(added)
    ? git(["update-index", "--chmod=+x", "--", ...executables])
    : added;
}

/** Undefined when there is a repository now; else what git answered last. */
async function initialise(git: Git): Promise<SpawnResult | Error | undefined> {
  const made = await git(["init", "--quiet", "-b", "main"]);
  return isDone(made) ? undefined : initialiseOldGit(git);
}

/** Git before 2.28 does not know `-b`. */
async function initialiseOldGit(git: Git): Promise<SpawnResult | Error | undefined> {
  const made = await git(["init", "--quiet"]);
  const named = isDone(made) ? await git(["symbolic-ref", "HEAD", "refs/heads/main"]) : made;
  return isDone(named) ? undefined : named;
}

function isDone(result: SpawnResult | Error): boolean {
  return !(result instanceof Error) && result.exitCode === 0;
}

const noIdentity = /tell me who you are|empty ident name|no email was given|no name was given|auto-detect/iu;

/** The steps are taken in the project's folder. */
function describeNoCommit(result: SpawnResult | Error): Pick<RepositoryOutcome, "warning" | "nextSteps"> {
  const commit = 'git commit -m "First commit"';
  if (!(result instanceof Error) && noIdentity.test(result.stderr)) {
    return {
      warning: "The repository has no first commit, because git does not know your name and email.",
      nextSteps: [
        `Tell git your name: ${markCommand('git config --global user.name "<your name>"')}`,
        `Tell git your email: ${shellCommand("git", "config", "--global", "user.email", "<your email>")}`,
        `Make the first commit: ${commit}`,
      ],
    };
  }
  return {
    warning: `The repository has no first commit. ${quote("Git", result)}`,
    nextSteps: [`Make the first commit, after you have fixed what git reports: ${commit}`],
  };
}

/** The line that says why: git's errors have a prefix, and so have those of what stands in for git (`xcrun: error: …`). */
function quote(speaker: "Git" | "It", result: SpawnResult | Error): string {
  if (result instanceof Error) return `The system says: ${result.message}`;
  const lines = `${result.stderr}\n${result.stdout}`
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const reason = lines.find((line) => /^(?:[\w.-]+: )?(?:error|fatal): /u.test(line)) ?? lines.at(-1);
  return reason === undefined
    ? `${speaker} ended with exit code ${result.exitCode}.`
    : `${speaker} said: ${reason}`;
}
