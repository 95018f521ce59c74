import {
  chmodSync,
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";
import type { Context } from "../context.ts";
import { ensureFolder } from "../files/ensure-folder.ts";
import { moveEntries } from "./move-entries.ts";
import { keepExisting, type WritablePlan } from "./keep-existing.ts";
import type { PlannedFile } from "./plan.ts";
import type { StagingFolder } from "./staging-folder.ts";
import { keptIn, makeStagingFolder, markMoving, removeStagingFolder } from "./staging-folder.ts";
import { directoryError } from "./target.ts";
import type { FreeTarget } from "./target.ts";

export type StageContext = Pick<Context, "signal" | "leftovers" | "cwd" | "clock" | "platform">;

export interface StageOptions {
  /** Absolute path of the folder the project goes to. */
  readonly target: string;
  /** What `inspectTarget` found there. */
  readonly state: FreeTarget;
  /** Runs when all files are written and none is in place yet, with the folder they are in. */
  readonly beforeCommit?: (stagingDirectory: string) => Promise<void>;
}

/**
 * Writes a project so that it appears whole or not at all: it is made in a staging folder and renamed into
 * place. Beside files of the user's it is moved entry by entry, `okta-unlock.json` last, and a run after a crash
 * finishes that (`cleanStaleStaging`). Returns the plan as written: a README may have got another name. Throws
 * `directory-unusable`, or the signal's reason; then nothing is left behind.
 */
export async function writeProject<Plan extends WritablePlan>(
  context: StageContext,
  plan: Plan,
  options: StageOptions,
): Promise<Plan> {
  const written = planForTarget(plan, options);
  await writeFolder(context, written, options);
  return written;
}

/** Files that make a folder. */
type Staged = Pick<WritablePlan, "files">;

/** As `writeProject`, for files that are those of any folder. */
export async function writeFolder(context: StageContext, plan: Staged, options: StageOptions): Promise<void> {
  try {
    const firstMade = ensureFolder(dirname(options.target));
    await stage(context, plan, options).catch((error: unknown) => {
      removeEmptyFolders(dirname(options.target), firstMade);
      throw error;
    });
  } catch (error) {
    throw directoryError(error, options.target);
  }
}

/** The plan as it is written to the target: files of the user's stay. */
export function planForTarget<Plan extends WritablePlan>(
  plan: Plan,
  { target, state }: Pick<StageOptions, "target" | "state">,
): Plan {
  return state.kind === "tolerated"
    ? keepExisting(plan, { directory: target, entries: state.entries })
    : plan;
}

async function stage(context: StageContext, plan: Staged, options: StageOptions): Promise<void> {
  if (!canBeReplaced(context, options)) return stageBy(moveIntoPlace, options.target, context, plan, options);
  try {
    await stageBy(renameIntoPlace, dirname(options.target), context, plan, options);
  } catch (error) {
    const canBeFilled = options.state.kind === "empty" || context.platform === "win32";
    if (!canBeFilled || !isPinned(error)) throw error;
    await fillFolder(context, plan, options);
  }
}

/** Entry by entry, into a folder that is made when missing, and taken back when that fails. */
async function fillFolder(context: StageContext, plan: Staged, options: StageOptions): Promise<void> {
  const firstMade = ensureFolder(options.target);
  try {
    await stageBy(moveIntoPlace, options.target, context, plan, options);
  } catch (error) {
    removeEmptyFolders(options.target, firstMade);
    throw error;
  }
}

/**
 * A missing folder can; an empty one too, unless somebody stands in it: a shell in a replaced folder sees nothing. Windows
 * renames over no folder, and with the folder its access rules would go.
 */
function canBeReplaced(context: StageContext, { target, state }: StageOptions): boolean {
  if (state.kind !== "empty") return state.kind === "missing";
  if (context.platform === "win32") return false;
  // The native one gives the spelling on the disk: where a, A and ä are one name, a path may be typed in many ways.
  const fromTarget = relative(realpathSync.native(target), realpathSync.native(context.cwd));
  const standsInIt = !fromTarget.startsWith("..") && !isAbsolute(fromTarget);
  return !standsInIt && statSync(target).dev === statSync(dirname(target)).dev;
}

/** Mounted there, in use by a process on Windows, or in a parent that may not be written. */
function isPinned(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "EBUSY" || code === "EXDEV" || code === "EPERM" || code === "EACCES";
}

type PutIntoPlace = (
  context: StageContext,
  staging: StagingFolder,
  options: StageOptions,
  plan: Staged,
) => Promise<void>;

async function stageBy(
  putIntoPlace: PutIntoPlace,
  parent: string,
  context: StageContext,
  plan: Staged,
  options: StageOptions,
): Promise<void> {
  context.signal.throwIfAborted();
  const staging = await makeStagingFolder(parent, options.target);
  const settle = context.leftovers.add(`the unfinished folder ${staging.path}`);
  try {
    writeFiles(staging.project, plan.files, context.signal);
    await options.beforeCommit?.(staging.project);
    context.signal.throwIfAborted();
    await putIntoPlace(context, staging, options, plan);
  } finally {
    removeStagingFolder(staging.path);
    settle();
  }
}

async function renameIntoPlace(
  context: StageContext,
  staging: StagingFolder,
  options: StageOptions,
): Promise<void> {
  if (context.platform === "win32") return renameOnWindows(context, staging, options);
  if (options.state.kind === "empty") chmodSync(staging.project, statSync(options.target).mode);
  // Over an empty folder too, in one step (POSIX rename).
  renameSync(staging.project, options.target);
}

/** Virus scanners hold new files for some seconds. */
async function renameOnWindows(
  context: StageContext,
  staging: StagingFolder,
  { target }: StageOptions,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      renameSync(staging.project, target);
      return;
    } catch (error) {
      // What Windows calls EPERM.
      if (existsSync(target)) throw Object.assign(error as Error, { code: "EEXIST" });
      // Nearly ten seconds in all.
      if (attempt === 20 || !isPinned(error)) throw error;
      await context.clock.sleep(50 * attempt, context.signal);
    }
  }
}

async function moveIntoPlace(
  _context: StageContext,
  staging: StagingFolder,
  { target }: StageOptions,
  { files }: Staged,
): Promise<void> {
  const extended = new Map<string, string>();
  for (const { path, extends: sha256 } of files) {
    if (sha256 === undefined) continue;
    extended.set(path, sha256);
    chmodSync(join(staging.project, path), statSync(join(target, path)).mode);
  }
  markMoving(staging, extended);
  moveEntries({ from: staging.project, to: target, extended }, keptIn(staging.path));
}

/** Takes back the parents that were made for a target that did not come. */
function removeEmptyFolders(path: string, firstMade: string | undefined): void {
  if (firstMade === undefined || !path.startsWith(firstMade)) return;
  try {
    rmdirSync(path);
  } catch {
    return;
  }
  if (path !== firstMade) removeEmptyFolders(dirname(path), firstMade);
}

/**
 * Writes files below `folder`, one by one, which is quickest for small files. They are not flushed to the disk: a
 * killed process loses nothing, and after a power failure a project is quickly made again. Stops at the first file
 * after `signal` aborts.
 */
function writeFiles(folder: string, files: readonly PlannedFile[], signal: AbortSignal): void {
  makeFolders(folder, files);
  for (const file of files) {
    signal.throwIfAborted();
    writeFile(join(folder, file.path), file);
  }
}

/** Parents come before their children, so that each folder takes one call. */
function makeFolders(folder: string, files: readonly PlannedFile[]): void {
  const paths = new Set<string>();
  for (const { path } of files) {
    for (let end = path.indexOf("/"); end > 0; end = path.indexOf("/", end + 1))
      paths.add(path.slice(0, end));
  }
  for (const path of paths) mkdirSync(join(folder, path));
}

function writeFile(path: string, { contents, executable }: PlannedFile): void {
  // Exclusive: two paths that are one for this file system (another case, another normal form) must not go unnoticed.
  writeFileSync(path, contents, { flag: "wx", mode: executable === true ? 0o777 : 0o666 });
}
