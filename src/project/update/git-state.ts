import type { Context, SpawnResult } from "../../context.ts";
import { quietSettings } from "../git.ts";

/** What git knows of the folder of a project. */
export interface GitState {
  readonly isRepository: boolean;
  /** Paths with changes that no commit has, relative to the project. */
  readonly dirty: readonly string[];
  /** What the last commit has as it is now: git can give it back. */
  readonly committed: ReadonlySet<string>;
}

const none: GitState = { isRepository: false, dirty: [], committed: new Set() };

/** Asks git; without git, or outside of a repository, nothing is committed. */
export async function readGitState(
  context: Pick<Context, "spawn" | "signal">,
  directory: string,
): Promise<GitState> {
  const git = async (...args: readonly string[]): Promise<SpawnResult> => {
    context.signal.throwIfAborted();
    const env = { GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" };
    return context.spawn("git", [...quietSettings, ...args], { cwd: directory, env });
  };
  try {
    const status = await git(
      "status",
      "--porcelain",
      "-z",
      "--no-renames",
      "--untracked-files=all",
      "--",
      ".",
    );
    const files = await git("ls-files", "-v", "-z", "--", ".");
    const prefix = await git("rev-parse", "--show-prefix");
    if ([status, files, prefix].some(({ exitCode }) => exitCode !== 0)) return none;
    // The paths of `status` begin at the top of the repository, those of `ls-files` here.
    const length = prefix.stdout.replace(/\r?\n$/u, "").length;
    const dirty = splitList(status.stdout).map((line) => line.slice("XY ".length + length));
    const changed = new Set(dirty);
    const committed = listWatched(files.stdout).filter((path) => !changed.has(path));
    // A project that git ignores is in no repository, for what matters here.
    return committed.length === 0 && dirty.length === 0
      ? none
      : { isRepository: true, dirty, committed: new Set(committed) };
  } catch {
    context.signal.throwIfAborted();
    return none;
  }
}

/** The files of `ls-files -v` that `status` compares: of those that git was told to pass over, it knows no change. */
function listWatched(text: string): readonly string[] {
  return splitList(text).flatMap((line) => (line.startsWith("H ") ? [line.slice("H ".length)] : []));
}

function splitList(text: string): readonly string[] {
  return text.split("\0").filter((item) => item !== "");
}
