import { existsSync } from "node:fs";
import { join } from "node:path";
import { isReplacedLockfile } from "../install-packages.ts";
import { manifestName, manifestText, type ProjectManifest } from "../manifest.ts";
import type { PlannedFile, ProjectPlan } from "../plan.ts";
import type { FileChange, KeptFile } from "./file-change.ts";
import { createMoveFinder } from "./find-moved.ts";
import { type ConflictStyle, isUntouched, mergeFile } from "./merge-file.ts";
import type { SideNames } from "./merge-text.ts";
import { type FilePair, pairFiles } from "./pair-files.ts";
import { type FoundFile, readFileText, readProjectFile, writeLineEnds } from "./read-project-file.ts";

/** What an update is made of. */
export interface UpdateSources {
  /** Absolute. */
  readonly directory: string;
  readonly manifest: ProjectManifest;
  /** The project as the recorded version makes it; undefined when that version can't be rendered any more. */
  readonly former: ProjectPlan | undefined;
  /** The project as it is made today. */
  readonly today: ProjectPlan;
}

export interface UpdateWishes {
  readonly conflicts: ConflictStyle;
  /** Deleted files that come back: those that are named, or all; undefined for none. */
  readonly restore?: readonly string[] | "all" | undefined;
  readonly names: SideNames;
}

/** An update as data: nothing is written yet. */
export interface UpdatePlan {
  /** Absolute. */
  readonly directory: string;
  readonly changes: readonly FileChange[];
  readonly kept: readonly KeptFile[];
  /** Files that are not as the recorded version makes them, though nobody changed them: another version made them. */
  readonly isBaseKnown: boolean;
}

interface Outcome {
  readonly changes?: readonly FileChange[];
  readonly kept?: readonly KeptFile[];
}

interface Work extends UpdateSources, UpdateWishes {
  readonly findMoved: ReturnType<typeof createMoveFinder>;
}

/** Merges today's template into the project. Only reads. `okta-unlock.json` is the last change. */
export function planUpdate(sources: UpdateSources, wishes: UpdateWishes): UpdatePlan {
  const { directory, manifest, former, today } = sources;
  const pairs = pairFiles(manifest, listFiles(former), listFiles(today));
  const known = new Set([...Object.keys(manifest.files), ...listFiles(today).map(({ path }) => path)]);
  const work = { ...sources, ...wishes, findMoved: createMoveFinder(directory, known) };
  const outcomes = pairs.map((pair) => planFile(work, pair));
  const changes = outcomes.flatMap((outcome) => outcome.changes ?? []);
  return {
    directory,
    changes: [...changes, ...changeManifest(sources, pairs)],
    kept: outcomes.flatMap((outcome) => outcome.kept ?? []),
    isBaseKnown: pairs.every(
      (pair) => pair.former === undefined || pair.former.made?.sha256 === pair.former.sha256,
    ),
  };
}

function listFiles(plan: ProjectPlan | undefined): readonly PlannedFile[] {
  return (plan?.files ?? []).filter(({ path }) => path !== manifestName);
}

function planFile(work: Work, pair: FilePair): Outcome {
  const { former, today } = pair;
  if (former === undefined) return today === undefined ? {} : planNew(work, today);
  const found = readProjectFile(work.directory, former.path);
  if (found.kind === "other") return { kept: [{ path: former.path, why: "unreadable" }] };
  if (today === undefined) return planRemoved(former, found);
  if (found.kind === "missing") return planMissing(work, { former, today });
  return planMerge(work, { former, today }, { path: former.path, found, target: today.path });
}

/** A file that only today's template has. */
function planNew(work: Work, today: PlannedFile): Outcome {
  const found = readProjectFile(work.directory, today.path);
  if (found.kind === "missing") return { changes: [makeFile("added", today)] };
  if (found.kind === "other") return { kept: [{ path: today.path, why: "unreadable" }] };
  return planMerge(work, { today }, { path: today.path, found, target: today.path });
}

function makeFile(kind: "added" | "restored", { path, contents, executable }: PlannedFile): FileChange {
  return { kind, path, after: Buffer.from(contents), ...(executable && { isExecutable: true }) };
}

/** A file that today's template has no more: the user's changes of it stay. */
function planRemoved(former: NonNullable<FilePair["former"]>, found: FoundFile): Outcome {
  if (found.kind !== "file") return {};
  if (!isUntouched(former, found.bytes)) return { kept: [{ path: former.path, why: "edited" }] };
  return { changes: [{ kind: "removed", path: former.path, before: found.bytes }] };
}

type Both = Required<FilePair>;

/** The user moved it, or deleted it. */
function planMissing(work: Work, { former, today }: Both): Outcome {
  if (isReplacedLockfile(work.directory, today.path)) return {};
  const isAskedBack = Array.isArray(work.restore) && work.restore.includes(today.path);
  const moved = isAskedBack ? undefined : work.findMoved(former);
  if (moved !== undefined) {
    const found = readProjectFile(work.directory, moved);
    if (found.kind === "file")
      return planMerge(work, { former, today }, { path: moved, found, target: moved });
  }
  if (!isAskedBack && work.restore !== "all") return { kept: [{ path: today.path, why: "deleted" }] };
  const inTheWay = readProjectFile(work.directory, today.path);
  return inTheWay.kind === "missing"
    ? { changes: [makeFile("restored", today)] }
    : { kept: [{ path: today.path, why: "unreadable" }] };
}

interface Place {
  readonly path: string;
  readonly found: Extract<FoundFile, { readonly kind: "file" }>;
  /** Where it will be. */
  readonly target: string;
}

function planMerge(
  work: Work,
  { former, today }: Pick<FilePair, "former"> & { readonly today: PlannedFile },
  place: Place,
): Outcome {
  const { found, path } = place;
  const target = path === place.target || isFree(work, place.target) ? place.target : path;
  const merged = mergeFile({ former, yours: found.bytes, today }, work.conflicts, work.names);
  const mode = changeMode(former?.made, today, found.isExecutable);
  const isMoved = target !== path;
  // Where case does not count, a file may be in its own way.
  const isOccupied = target !== place.target && path.toLowerCase() !== place.target.toLowerCase();
  const kind = merged.kind === "same" ? "moved" : merged.kind;
  const isSame = merged.kind === "same" && !isMoved && mode === undefined;
  const change: FileChange = {
    kind,
    path: target,
    ...(isMoved && { movedFrom: path }),
    before: found.bytes,
    after: merged.contents,
    ...(mode !== undefined && { isExecutable: mode }),
    ...(merged.conflicts > 0 && { conflicts: merged.conflicts }),
  };
  const beside = merged.rejected && {
    kind: "rejected" as const,
    path: findFreeName(work.directory, `${target}${merged.rejected.suffix}`),
    after: merged.rejected.contents,
  };
  return {
    changes: [...(isSame ? [] : [change]), ...(beside ? [beside] : [])],
    ...(isOccupied && { kept: [{ path, why: "occupied" }] }),
  };
}

/** Nothing of the user's is in the way of a file that moves. */
function isFree({ directory }: Work, path: string): boolean {
  return readProjectFile(directory, path).kind === "missing";
}

/** The mode follows the template when that changes it; Windows has none. */
function changeMode(
  made: PlannedFile | undefined,
  today: PlannedFile,
  isExecutable: boolean,
): boolean | undefined {
  const wanted = today.executable === true;
  const isChanged = made !== undefined && (made.executable === true) !== wanted;
  return isChanged && wanted !== isExecutable && process.platform !== "win32" ? wanted : undefined;
}

function findFreeName(directory: string, path: string): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? path : `${path}.${number}`;
    if (!existsSync(join(directory, name))) return name;
  }
}

/** With the hashes of what the template makes, whatever became of it in the merge: the next update starts from there. */
function changeManifest(
  { directory, manifest, today }: UpdateSources,
  pairs: readonly FilePair[],
): readonly FileChange[] {
  const hashes = new Map(
    pairs.flatMap(({ today: file }) => (file === undefined ? [] : [[file.path, file.sha256]])),
  );
  const files = Object.fromEntries(
    [...hashes].toSorted(([one], [other]) => orderOf(today, one) - orderOf(today, other)),
  );
  const text = manifestText({ ...today, files });
  const found = readProjectFile(directory, manifestName);
  const before = found.kind === "file" ? found.bytes : undefined;
  if (before !== undefined && manifestText(manifest) === text) return [];
  const lineEnd = (before && readFileText(before)?.lineEnd) ?? "\n";
  const after = Buffer.from(writeLineEnds(text, lineEnd));
  return [{ kind: "updated", path: manifestName, ...(before && { before }), after }];
}

/** As a new project has them. */
function orderOf({ files }: ProjectPlan, path: string): number {
  return files.findIndex((file) => file.path === path);
}
