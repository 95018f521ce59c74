import { chmodSync, copyFileSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { hint } from "../../hints.ts";
import { hashContents } from "../manifest.ts";
import { keptIn, makeStagingFolder, projectIn, removeStagingFolder } from "../staging-folder.ts";
import { directoryError } from "../target.ts";
import type { FileChange } from "./file-change.ts";
import { type JournalStep, perform, removeJournal, takeBack, writeJournal } from "./journal.ts";
import type { UpdatePlan } from "./plan-update.ts";
import { hashProjectFile } from "./read-project-file.ts";

export interface WriteOptions {
  /** The files that git has; the others are copied to a folder beside the project before they are replaced. */
  readonly tracked: ReadonlySet<string>;
}

type WriteContext = Pick<Context, "signal" | "leftovers">;

/**
 * Carries out an update: everything is staged in the project, a journal says what is about to be replaced, then file by file is
 * renamed into place. A run that is killed before the journal is there has changed nothing; what is missing after it the next run
 * does (`cleanStaleStaging`). Gives the folder of the copies, if any was needed. Throws `project-conflict` when a file changed
 * meanwhile, `directory-unusable` when one can't be written; then nothing is changed.
 */
export async function writeUpdate(
  { signal, leftovers }: WriteContext,
  { directory, changes }: UpdatePlan,
  { tracked }: WriteOptions,
): Promise<string | undefined> {
  const steps = changes.flatMap(toSteps);
  signal.throwIfAborted();
  try {
    const staging = await makeStagingFolder(directory, directory);
    const settle = leftovers.add(`the unfinished folder ${staging.path}`);
    try {
      stageChanges(staging.path, directory, changes);
      signal.throwIfAborted();
      assertUnchanged(directory, steps);
      const backup = backUp(directory, changes, tracked);
      commit(staging.path, steps);
      return backup;
    } finally {
      removeStagingFolder(staging.path);
      settle();
    }
  } catch (error) {
    throw directoryError(error, directory, { again: hint("update", { args: [directory] }) });
  }
}

function toSteps({ path, movedFrom, before, after }: FileChange): readonly JournalStep[] {
  const [was, will] = [before && hashContents(before), after && hashContents(after)];
  if (movedFrom === undefined) return [createStep(path, was, will)];
  return [createStep(movedFrom, was, undefined), createStep(path, undefined, will)];
}

function createStep(path: string, before: string | undefined, after: string | undefined): JournalStep {
  return { path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

/** The new files, and copies of those that they replace. */
function stageChanges(staging: string, directory: string, changes: readonly FileChange[]): void {
  for (const { path, movedFrom = path, before, after, isExecutable } of changes) {
    if (before !== undefined) copyTo(join(directory, movedFrom), join(keptIn(staging), movedFrom));
    if (after === undefined) continue;
    const staged = join(projectIn(staging), path);
    mkdirSync(dirname(staged), { recursive: true });
    writeFileSync(staged, after, { flag: "wx", mode: isExecutable === true ? 0o777 : 0o666 });
    if (before === undefined) continue;
    const { mode } = statSync(join(directory, movedFrom));
    // Who may read it may run it.
    const runs = mode | ((mode & 0o444) >> 2);
    chmodSync(staged, isExecutable === undefined ? mode : isExecutable ? runs : mode & ~0o111);
  }
}

function copyTo(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

/** Copies what git could not give back to a new folder beside the project. */
function backUp(
  directory: string,
  changes: readonly FileChange[],
  tracked: ReadonlySet<string>,
): string | undefined {
  const paths = changes.flatMap(({ path, movedFrom = path, before }) =>
    before === undefined ? [] : [movedFrom],
  );
  const unsafe = paths.filter((path) => !tracked.has(path));
  if (unsafe.length === 0) return undefined;
  const folder = makeBackupFolder(directory);
  for (const path of unsafe) copyTo(join(directory, path), join(folder, path));
  return folder;
}

const backupSuffix = ".before-update";

/** True for the name of a folder of copies: it holds an `okta-unlock.json`, but is no project. */
export function isBackupName(name: string): boolean {
  return name.replace(/-\d+$/u, "").endsWith(backupSuffix);
}

function makeBackupFolder(directory: string): string {
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? "" : `-${number}`;
    const folder = join(dirname(directory), `${basename(directory)}${backupSuffix}${suffix}`);
    try {
      mkdirSync(folder);
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** Questions take time, and an editor may have saved a file meanwhile. */
function assertUnchanged(directory: string, steps: readonly JournalStep[]): void {
  const changed = steps.filter(({ path, before }) => hashProjectFile(directory, path) !== before);
  if (changed.length > 0) throw createChangedError(changed);
}

function createChangedError(changed: readonly JournalStep[]): OktaUnlockError {
  return new OktaUnlockError("project-conflict", {
    message: "Files of the project were changed while it was being updated.",
    details: changed.map(({ path }) => path),
    next: `Nothing was changed by the update. Run the same command again: ${hint("update")}`,
  });
}

/** All of it, or what was replaced is put back. */
function commit(staging: string, steps: readonly JournalStep[]): void {
  const all = [...steps];
  writeJournal(staging, { isTakenBack: false, steps: all });
  try {
    const blocked = perform(staging, all);
    if (blocked.length > 0) throw createChangedError(blocked);
  } catch (error) {
    writeJournal(staging, { isTakenBack: true, steps: all });
    // What can't be put back stays in the journal and the copies: the next run tries again.
    if (takeBack(staging, all).length === 0) removeJournal(staging);
    throw error;
  }
  removeJournal(staging);
}
