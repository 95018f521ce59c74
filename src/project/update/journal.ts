import { lstatSync, mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { renamePath, retryInUse } from "../../files/in-use.ts";
import { readTextFile } from "../../files/read-file.ts";
import { pathFault } from "../paths.ts";
import { journalName, keptIn, locateTarget, projectIn } from "../staging-folder.ts";
import { hashProjectFile, readProjectFile } from "./read-project-file.ts";

const projectPath = v.pipe(
  v.string(),
  v.check((path) => pathFault(path) === undefined),
);
const sha256 = v.exactOptional(v.string());

/**
 * What a run is about to do to a project, file by file. From the moment it is written the update is done: who finds it left behind
 * does what is missing. `isTakenBack` turns it round.
 */
const journalJson = v.object({
  isTakenBack: v.boolean(),
  /** In this order, `okta-unlock.json` last. A file has a hash before unless it is new, and one after unless it is removed. */
  steps: v.array(v.object({ path: projectPath, before: sha256, after: sha256 })),
});

export type Journal = v.InferOutput<typeof journalJson>;
export type JournalStep = Journal["steps"][number];

/** Writes it in one step: half a journal is none. */
export function writeJournal(staging: string, journal: Journal): void {
  const path = join(staging, journalName);
  writeFileSync(`${path}.tmp`, JSON.stringify(journal));
  retryInUse(() => renameSync(`${path}.tmp`, path));
}

/** Removes the journal: what it says is done. */
export function removeJournal(staging: string): void {
  retryInUse(() => rmSync(join(staging, journalName), { force: true }));
}

/** Does what a run that was killed left undone. False when the journal can't be read, or something is in the way. */
export function finishUpdate(staging: string): boolean {
  const text = readTextFile(join(staging, journalName), { refusesLinks: true });
  const parsed = v.safeParse(journalJson, JSON.parse(text ?? "null"));
  if (!parsed.success) return false;
  // Links in their place are none that we made: files of somebody's would be moved into the project.
  if ([projectIn(staging), keptIn(staging)].some(isLink)) return false;
  const { isTakenBack, steps } = parsed.output;
  const blocked = isTakenBack ? takeBack(staging, steps) : perform(staging, steps);
  if (blocked.length === 0) removeJournal(staging);
  return blocked.length === 0;
}

/** Carries out the steps that are not done yet; gives those that can't be, because somebody changed the file meanwhile. */
export function perform(staging: string, steps: readonly JournalStep[]): readonly JournalStep[] {
  const directory = locateTarget(staging);
  // What is removed may be in the way of what is new: a file where a folder comes, or a name in another case.
  const removals = steps.filter(({ after }) => after === undefined);
  const writes = steps.filter(({ after }) => after !== undefined);
  return [...removals, ...writes].filter((step) => !performStep(staging, directory, step));
}

function performStep(staging: string, directory: string, { path, before, after }: JournalStep): boolean {
  const staged = join(projectIn(staging), path);
  const target = join(directory, path);
  const now = hashProjectFile(directory, path);
  if (after === undefined) {
    if (now === undefined) return true;
    if (now !== before) return false;
    retryInUse(() => rmSync(target));
    removeEmptyFolders(directory, dirname(path));
    return true;
  }
  if (!isThere(staged)) return true;
  if (now !== before && now !== after) return false;
  if (isInTheWay(directory, path)) return false;
  if (hashProjectFile(projectIn(staging), path) !== after) return false;
  mkdirSync(dirname(target), { recursive: true });
  renamePath(staged, target);
  return true;
}

/** Puts back what the steps replaced, from the copies; gives those that can't be. */
export function takeBack(staging: string, steps: readonly JournalStep[]): readonly JournalStep[] {
  const directory = locateTarget(staging);
  return steps.toReversed().filter(({ path, before, after }) => {
    const now = hashProjectFile(directory, path);
    if (now === before) return false;
    if (now !== after || isInTheWay(directory, path)) return true;
    const target = join(directory, path);
    if (before === undefined) {
      retryInUse(() => rmSync(target));
      removeEmptyFolders(directory, dirname(path));
      return false;
    }
    if (hashProjectFile(keptIn(staging), path) !== before) return true;
    mkdirSync(dirname(target), { recursive: true });
    renamePath(join(keptIn(staging), path), target);
    return false;
  });
}

/** Git keeps no empty folders either. */
function removeEmptyFolders(directory: string, path: string): void {
  if (path === ".") return;
  try {
    rmdirSync(join(directory, path));
  } catch {
    return;
  }
  removeEmptyFolders(directory, dirname(path));
}

/** A folder, or a link, also above it: nothing is written through one, wherever the journal comes from. */
function isInTheWay(directory: string, path: string): boolean {
  return readProjectFile(directory, path).kind === "other";
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
