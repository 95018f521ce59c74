import { existsSync, lstatSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import { ensureFolder } from "../files/ensure-folder.ts";
import { removeIfPossible, renamePath } from "../files/in-use.ts";
import { readRegularFile } from "../files/read-file.ts";
import { hint } from "../hints.ts";
import { cleanStaleStaging } from "../project/clean-staging.ts";
import { hashContents } from "../project/manifest.ts";
import { findStagingFolders, makeStagingFolder, removeStagingFolder } from "../project/staging-folder.ts";
import { directoryError } from "../project/target.ts";
import { isAsMade, isIgnored, lacksExecutable } from "./compare-samples.ts";
import type { SampleFile, SamplesPlan } from "./plan-samples.ts";
import {
  readSamplesManifest,
  type SamplesManifest,
  samplesManifestName,
  writeSamplesManifest,
} from "./samples-manifest.ts";

export type WriteContext = Pick<Context, "signal" | "leftovers">;

/** What became of the files. Paths are relative to the folder of the samples, with forward slashes. */
export interface WrittenSamples {
  /** Written anew, or changed. */
  readonly written: readonly string[];
  /** There already, as they should be. */
  readonly unchanged: number;
  /** Of earlier samples, which are made no more. */
  readonly removed: readonly string[];
  /** Edited by hand since they were made, and written anew. */
  readonly replaced: readonly string[];
}

/**
 * Writes the samples into a folder (absolute path) that is missing, empty, or holds earlier samples; files of anybody else
 * there stay. All files are written to a staging folder first, then each is moved into its place, and
 * `okta-unlock-samples.json` last: until then, `samples check` finds the folder stale. Throws `directory-unusable`.
 */
export async function writeSamples(
  context: WriteContext,
  plan: SamplesPlan,
  folder: string,
): Promise<WrittenSamples> {
  try {
    await cleanStaleStaging(folder);
    assertAlone(folder);
    assertFree(folder, plan, readEarlier(folder));
    ensureFolder(folder);
    return await replaceFiles(context, plan, folder);
  } catch (error) {
    const elsewhere = hint("samples build", { out: "<dir>" });
    throw directoryError(error, folder, { elsewhere, again: hint("samples build", { out: folder }) });
  }
}

/** The manifest of earlier samples; undefined for a folder that is missing or empty. Throws for any other one. */
function readEarlier(folder: string): SamplesManifest | undefined {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (stats.isSymbolicLink())
    throw unusable(`${folder} is a symbolic link.`, "The samples need a folder itself.");
  if (!stats.isDirectory()) throw unusable(`${folder} is not a folder.`, "The samples need one.");
  const manifest = readSamplesManifest(folder);
  if (manifest !== undefined || readdirSync(folder).every(isIgnored)) return manifest;
  throw unusable(
    `The folder ${folder} is not empty.`,
    `It has no ${samplesManifestName}, so it was not made by samples build.`,
  );
}

/** Two builds at once would leave a mixture behind. `own` is the staging folder of this one. */
function assertAlone(folder: string, own?: string): void {
  const other = findStagingFolders(folder, folder).find((path) => path !== own);
  if (other === undefined) return;
  throw new OktaUnlockError("directory-unusable", {
    message: `Another samples build is writing to ${folder}.`,
    why: `It has the folder ${other}.`,
    next: `Wait until it has ended, or delete that folder when none runs, on this computer or another: ${hint("samples build", { out: folder })}`,
  });
}

function unusable(message: string, why: string, details: readonly string[] = []): OktaUnlockError {
  return new OktaUnlockError("directory-unusable", {
    message,
    why,
    details,
    next: anotherFolder(),
  });
}

function anotherFolder(): string {
  return `Choose another folder: ${hint("samples build", { out: "<dir>" })}`;
}

const shown = 10;

/** Throws when a file of somebody else's, or a link, is where one of ours goes. */
function assertFree(folder: string, plan: SamplesPlan, earlier: SamplesManifest | undefined): void {
  const links = new Set(plan.files.flatMap(({ path }) => findLink(folder, dirname(path)) ?? []));
  const theirs = plan.files.filter(
    (file) => file.path !== samplesManifestName && isSomebodyElses(folder, file, earlier),
  );
  const inTheWay = [...links, ...theirs.map(({ path }) => path)];
  if (inTheWay.length === 0) return;
  const more = inTheWay.length > shown ? [`and ${inTheWay.length - shown} more`] : [];
  throw unusable(
    `Files of the samples can't be written to ${folder}.`,
    "Files in their places are not of samples build.",
    [...inTheWay.slice(0, shown), ...more],
  );
}

/** The first part of a path that is there and no folder. */
function findLink(folder: string, path: string): string | undefined {
  if (path === ".") return undefined;
  const above = findLink(folder, dirname(path));
  const stats = above === undefined ? lstatSync(join(folder, path), { throwIfNoEntry: false }) : undefined;
  return above ?? (stats?.isDirectory() === false ? path : undefined);
}

function isSomebodyElses(folder: string, file: SampleFile, earlier: SamplesManifest | undefined): boolean {
  const stats = lstatSync(join(folder, file.path), { throwIfNoEntry: false });
  if (stats === undefined) return false;
  if (!stats.isFile()) return true;
  if (earlier !== undefined && Object.hasOwn(earlier.files, file.path)) return false;
  return !isMade(join(folder, file.path), file.sha256);
}

/** True for a file as it was made, by one of its sums; line ends that git changed since are nobody's edit. */
function isMade(path: string, sums: string | undefined): boolean {
  const contents = readRegularFile(path, { refusesLinks: true });
  return (
    contents !== undefined && sums !== undefined && sums.split(" ").some((sum) => isAsMade(contents, sum))
  );
}

async function replaceFiles(
  context: WriteContext,
  plan: SamplesPlan,
  folder: string,
): Promise<WrittenSamples> {
  const staging = await makeStagingFolder(folder, folder);
  const settle = context.leftovers.add(`the unfinished folder ${staging.path}`);
  try {
    assertAlone(folder, staging.path);
    // Read again: since the first look, another build may have ended.
    const earlier = readSamplesManifest(folder);
    const planned = new Set(plan.files.map(({ path }) => path));
    const stale = plan.files.filter((file) => isStale(file, join(folder, file.path)));
    const old = Object.keys(earlier?.files ?? {}).filter((path) => !planned.has(path));
    const replaced = stale
      .map(({ path }) => path)
      .filter((path) => isEdited(join(folder, path), earlier?.files[path]));
    writeFiles(staging.project, stale, context.signal);
    context.signal.throwIfAborted();
    const removed = moveFiles(staging.project, folder, { plan, stale, old, earlier });
    return {
      written: stale.map(({ path }) => path),
      unchanged: plan.files.length - stale.length,
      removed,
      replaced,
    };
  } finally {
    removeStagingFolder(staging.path);
    settle();
  }
}

function isStale(file: SampleFile, path: string): boolean {
  const contents = readRegularFile(path, { refusesLinks: true });
  return contents === undefined || hashContents(contents) !== file.sha256 || lacksExecutable(file, path);
}

function isEdited(path: string, made: string | undefined): boolean {
  return made !== undefined && existsSync(path) && !isMade(path, made);
}

function writeFiles(folder: string, files: readonly SampleFile[], signal: AbortSignal): void {
  for (const { path, contents, executable } of files) {
    signal.throwIfAborted();
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents, { flag: "wx", mode: executable === true ? 0o777 : 0o666 });
  }
}

interface Changes {
  readonly plan: SamplesPlan;
  readonly stale: readonly SampleFile[];
  /** Paths of earlier samples that are made no more. */
  readonly old: readonly string[];
  readonly earlier: SamplesManifest | undefined;
}

/**
 * Moves file by file, which leaves alone whatever else is in the folder. Before, the manifest names the earlier files and the new
 * ones: a run after a crash knows all of them. Returns the paths of the files that were removed.
 */
function moveFiles(from: string, folder: string, { plan, stale, old, earlier }: Changes): readonly string[] {
  const last = stale.filter(({ path }) => path === samplesManifestName);
  const others = stale.filter(({ path }) => path !== samplesManifestName);
  if (others.length + old.length > 0) noteAll(from, folder, { plan, earlier });
  for (const { path } of others) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    renamePath(join(from, path), join(folder, path));
  }
  const removed = old.filter((path) => removeMade(folder, path, earlier?.files[path]));
  if (last.length > 0 || others.length + old.length > 0) {
    const manifest = plan.files.at(-1);
    writeFileSync(join(from, "last"), manifest?.contents ?? "");
    renamePath(join(from, "last"), join(folder, samplesManifestName));
  }
  return removed;
}

function noteAll(from: string, folder: string, { plan, earlier }: Pick<Changes, "plan" | "earlier">): void {
  const made = plan.files.slice(0, -1).map(({ path, sha256 }): readonly [string, string] => {
    const before = earlier?.files[path]?.split(" ") ?? [];
    return [path, [...new Set([...before, sha256])].join(" ")];
  });
  const manifest = { ...plan.settings, files: { ...earlier?.files, ...Object.fromEntries(made) } };
  writeFileSync(join(from, "first"), writeSamplesManifest(plan.version, manifest));
  renamePath(join(from, "first"), join(folder, samplesManifestName));
}

/** Removes a file as it was made, and the folders that are empty then. One that was edited is its editor's, and stays. */
function removeMade(folder: string, path: string, sha256: string | undefined): boolean {
  if (findLink(folder, dirname(path)) !== undefined) return false;
  if (!isMade(join(folder, path), sha256) || !removeIfPossible(join(folder, path))) return false;
  removeEmptyFolders(folder, dirname(path));
  return true;
}

function removeEmptyFolders(folder: string, path: string): void {
  if (path === ".") return;
  try {
    rmdirSync(join(folder, path));
  } catch {
    return;
  }
  removeEmptyFolders(folder, dirname(path));
}
