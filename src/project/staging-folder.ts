import { randomBytes } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import {
  identifyThisProcess,
  isOnThisMachine,
  isRunning,
  type ProcessIdentity,
} from "../files/process-identity.ts";
import { readTextFile } from "../files/read-file.ts";
import type { Extended } from "./move-entries.ts";

/**
 * A folder of ours that a project is made in, `.my-app.okta-unlock-4711-1f2e3d4c`. It holds a mark by which a later run
 * knows it, `project`, which is what will be moved, and `moving` once entries of it are moved one by one.
 */
export interface StagingFolder {
  readonly path: string;
  /** Where the project is made. */
  readonly project: string;
}

const markName = "okta-unlock-staging.json";
const movingName = "moving";
/** Written by `update/journal.ts`. */
export const journalName = "update.json";

/** Staging folders of this process that are in use: our own process id says nothing about them. */
const inUse = new Set<string>();

/** Makes a staging folder for `target` inside `parent`. */
export async function makeStagingFolder(parent: string, target: string): Promise<StagingFolder> {
  const identity = await identifyThisProcess();
  const path = join(parent, `${prefixFor(target)}${identity.pid}-${randomBytes(4).toString("hex")}`);
  inUse.add(path);
  mkdirSync(path);
  try {
    writeFileSync(
      join(path, markName),
      `${JSON.stringify({ madeBy: "okta-unlock", ...identity, target })}\n`,
    );
    mkdirSync(projectIn(path));
  } catch (error) {
    removeStagingFolder(path);
    throw error;
  }
  return { path, project: projectIn(path) };
}

/** A long name is cut, so that a file name of 255 bytes holds the rest. */
function prefixFor(target: string): string {
  return `.${Buffer.from(basename(target)).subarray(0, 200).toString("utf8").replaceAll("\uFFFD", "")}.okta-unlock-`;
}

export function projectIn(staging: string): string {
  return join(staging, "project");
}

/**
 * From now on the project is complete, and a run that finds the folder left behind finishes the move. `extended` names the files
 * of the user's that may be replaced then.
 */
export function markMoving(staging: StagingFolder, extended: Extended): void {
  writeFileSync(join(staging.path, movingName), JSON.stringify(Object.fromEntries(extended)));
}

/** What `markMoving` was given; nothing when that can't be read. */
export function readExtended(path: string): Extended {
  try {
    const extended = JSON.parse(readMarkText(path, movingName)) as Record<string, unknown> | null;
    const pairs = Object.entries(extended ?? {});
    return new Map(pairs.filter((pair): pair is [string, string] => typeof pair[1] === "string"));
  } catch {
    return new Map();
  }
}

/** True for the folder of an update that has begun to replace files. */
export function hasUpdate(path: string): boolean {
  return lstatSync(join(path, journalName), { throwIfNoEntry: false })?.isFile() === true;
}

/** Where copies of the user's files lie while they are replaced. */
export function keptIn(staging: string): string {
  return join(staging, "kept");
}

/** A link in the place of the project is none that we made: to follow it would move files of somebody's into the target. */
export function isMoving(path: string): boolean {
  const project = lstatSync(projectIn(path), { throwIfNoEntry: false });
  return existsSync(join(path, movingName)) && project?.isSymbolicLink() !== true;
}

/**
 * Removes a staging folder, its mark last: a removal that is cut short can be taken up by the next run. Never throws:
 * whatever else happened matters more.
 */
export function removeStagingFolder(path: string): void {
  inUse.delete(path);
  // Its copies are all there is of what it replaced.
  if (hasUpdate(path)) return;
  try {
    if (existsSync(projectIn(path))) rmSync(projectIn(path), { recursive: true, maxRetries: 3 });
    rmSync(keptIn(path), { recursive: true, force: true, maxRetries: 3 });
    removeIfThere(join(path, movingName));
    removeIfThere(join(path, `${journalName}.tmp`));
    removeIfThere(join(path, markName));
    // Not recursive: whatever else is in there is not ours.
    rmdirSync(path);
  } catch {
    // The next run for this target tries again.
  }
}

function removeIfThere(path: string): void {
  if (existsSync(path)) unlinkSync(path);
}

const suffix = /^(\d+)-[\da-f]{8}$/u;

/** The staging folders for `target` in `parent`, whoever they belong to. */
export function findStagingFolders(parent: string, target: string): string[] {
  const prefix = prefixFor(target);
  return readNames(parent)
    .filter((name) => name.startsWith(prefix) && suffix.test(name.slice(prefix.length)))
    .map((name) => join(parent, name));
}

/** The staging folders that runs for `target` left behind and that nobody works on any more. */
export async function findAbandonedStagingFolders(parent: string, target: string): Promise<string[]> {
  const start = prefixFor(target).length;
  const abandoned: string[] = [];
  for (const path of findStagingFolders(parent, target))
    if (await isAbandoned(path, basename(path).slice(start))) abandoned.push(path);
  return abandoned;
}

async function isAbandoned(path: string, nameSuffix: string): Promise<boolean> {
  if (inUse.has(path) || lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return false;
  const identity = readMark(path) ?? identifyByName(path, nameSuffix);
  if (identity === undefined || !isOnThisMachine(identity)) return false;
  // Not in use, and so made by an earlier process that had our number.
  return identity.pid === process.pid || !(await isRunning(identity));
}

/** Who made the folder, by its mark; undefined when it has none that can be read. */
function readMark(path: string): ProcessIdentity | undefined {
  try {
    const mark = JSON.parse(readMarkText(path, markName)) as Record<string, unknown>;
    const { madeBy, pid, host, startIdentity } = mark;
    if (madeBy !== "okta-unlock" || typeof pid !== "number" || typeof host !== "string") return undefined;
    return { pid, host, ...(typeof startIdentity === "string" && { startIdentity }) };
  } catch {
    return undefined;
  }
}

function readMarkText(path: string, name: string): string {
  return readTextFile(join(path, name), { largest: 64 * 1024, refusesLinks: true }) ?? "";
}

/** A folder that was cut short at its making holds nothing, or half a mark. Only its name says who made it. */
function identifyByName(path: string, nameSuffix: string): ProcessIdentity | undefined {
  const isBare = readNames(path).every((name) => name === markName);
  return isBare ? { pid: Number.parseInt(nameSuffix, 10) } : undefined;
}

function readNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The folder that the entries of a staging folder inside a target go to. */
export function locateTarget(staging: string): string {
  return dirname(staging);
}
