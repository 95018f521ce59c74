import { join } from "node:path";
import type { Context, SpawnResult } from "../context.ts";
import { nearestExisting } from "./target.ts";

export interface RepositoryOutcome {
  readonly status: "created" | "inside-repository" | "skipped" | "no-git";
  /** What a person should know; absent when all went well. */
  readonly warning?: string;
}

export interface RepositoryOptions {
  /** Where the project is while it is made. */
  readonly stagingDirectory: string;
  /** Where it will be: a repository around that place is the user's own, and gets no second one inside. */
  readonly target: string;
  /** The display name, for the message of the first commit. */
  readonly name: string;
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
  if (around === undefined)
    return { status: "no-git", warning: "Git was not found, so the project has no repository." };
  // A repository of another user is one too, though git will not look into it.
  const isInside = around.exitCode === 0 || around.stderr.includes("dubious ownership");
  if (isInside) return { status: "inside-repository" };
  return createRepository(git, context.version, options.name);
}

/** Undefined when git can't be started. */
type Git = (args: readonly string[]) => Promise<SpawnResult | undefined>;

function gitIn(context: GitContext, cwd: string): Git {
  // Nobody can be asked for a password while files are being staged.
  const env = { GIT_TERMINAL_PROMPT: "0", LC_ALL: "C", GIT_INDEX_FILE: join(cwd, ".git", "index") };
  return async (args) => {
    context.signal.throwIfAborted();
    try {
      return await context.spawn("git", args, { cwd, env });
    } catch {
      context.signal.throwIfAborted();
      return undefined;
    }
  };
}

async function createRepository(git: Git, version: string, name: string): Promise<RepositoryOutcome> {
  const made = (await succeeds(git(["init", "--quiet", "-b", "main"]))) || (await initialiseOldGit(git));
  if (!made) return { status: "skipped", warning: "Git could not create a repository: git init failed." };
  const message = `Create ${name} with okta-unlock ${version}`;
  const added = await git(["add", "--all"]);
  const committed = added?.exitCode === 0 ? await git(["commit", "--quiet", "-m", message]) : added;
  return committed?.exitCode === 0
    ? { status: "created" }
    : { status: "created", warning: commitWarning(committed?.stderr ?? "") };
}

/** Git before 2.28 does not know `-b`. */
async function initialiseOldGit(git: Git): Promise<boolean> {
  const made = await succeeds(git(["init", "--quiet"]));
  return made && succeeds(git(["symbolic-ref", "HEAD", "refs/heads/main"]));
}

async function succeeds(run: Promise<SpawnResult | undefined>): Promise<boolean> {
  return (await run)?.exitCode === 0;
}

const noIdentity = /tell me who you are|empty ident name|no email was given|no name was given|auto-detect/iu;

function commitWarning(stderr: string): string {
  if (noIdentity.test(stderr)) {
    return (
      "The repository has no first commit, because git does not know your name and email. " +
      'Set them, then run: git add --all && git commit -m "First commit"'
    );
  }
  const lines = stderr
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const reason = lines.find((line) => /^(?:error|fatal): /u.test(line)) ?? lines.at(-1);
  const because = reason === undefined ? "" : ` Git said: ${reason}.`;
  return `The repository has no first commit.${because} After you fix that, run: git commit -m "First commit"`;
}
