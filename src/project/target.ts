import { hint } from "../hints.ts";
import { accessSync, constants, lstatSync, readdirSync, readlinkSync, statSync } from "node:fs";
import type { Stats } from "node:fs";
import { dirname, join } from "node:path";
import { OktaUnlockError } from "../errors.ts";
import { type Platform, platforms } from "../values/platform.ts";
import { isInUse } from "../files/in-use.ts";
import type { ProjectManifest } from "./manifest.ts";
import { manifestName } from "./manifest.ts";
import { readManifest } from "./read-manifest.ts";
import { isTolerated } from "./tolerated-entries.ts";

/** A project that is in the target, or in a folder of it. */
export interface FoundProject {
  readonly platform: Platform;
  /** The folder in the target, named by the platform; empty when it is the target itself. */
  readonly folder: string;
  readonly manifest: ProjectManifest;
}

/** A target that a project can go to. */
export type FreeTarget =
  | { readonly kind: "missing" }
  | { readonly kind: "empty" }
  /** Holds only what a project can live beside. */
  | { readonly kind: "tolerated"; readonly entries: readonly string[] };

export type TargetState =
  | FreeTarget
  /** A project that okta-unlock made. */
  | { readonly kind: "ours"; readonly manifest: ProjectManifest }
  /** Projects that okta-unlock made, each in a folder that its platform names. */
  | { readonly kind: "several"; readonly projects: readonly FoundProject[] }
  /** `entries` are those in the way. */
  | { readonly kind: "occupied"; readonly entries: readonly string[] }
  /** `path` is the file: the target, or what would be a folder above it. */
  | { readonly kind: "file"; readonly path: string }
  /** `path` is a link above the target that leads nowhere. */
  | { readonly kind: "dead-link"; readonly path: string }
  /** `destination` as the link has it; it may not exist. */
  | { readonly kind: "symlink"; readonly destination: string }
  /** `path` is the folder that keeps the target from being written. */
  | { readonly kind: "unwritable"; readonly path: string };

/**
 * Looks at the folder a project shall go to (absolute path) and changes nothing. Throws `data-unreadable` for a broken
 * `okta-unlock.json` in it, `directory-unusable` for a path the system can't take.
 */
export async function inspectTarget(directory: string): Promise<TargetState> {
  const stats = readStats(directory);
  if (stats === undefined) return inspectMissing(nearestExisting(dirname(directory)));
  if (stats.isSymbolicLink()) return { kind: "symlink", destination: readlinkSync(directory) };
  if (!stats.isDirectory()) return { kind: "file", path: directory };
  if (!isWritableFolder(directory)) return { kind: "unwritable", path: directory };
  const entries = readdirSync(directory);
  if (entries.includes(manifestName)) {
    const manifest = await readManifest(directory);
    if (manifest !== undefined) return { kind: "ours", manifest };
  }
  const projects = await findProjects(directory, entries);
  return projects.length > 0 ? { kind: "several", projects } : stateOfEntries(entries);
}

/** The projects of a folder that has one for each of several platforms. A link is none of ours. */
async function findProjects(directory: string, entries: readonly string[]): Promise<readonly FoundProject[]> {
  const projects: FoundProject[] = [];
  for (const folder of platforms) {
    const path = join(directory, folder);
    if (!entries.includes(folder) || readStats(path)?.isDirectory() !== true) continue;
    const manifest = await readManifest(path);
    if (manifest?.answers.platform === folder) projects.push({ platform: folder, folder, manifest });
  }
  return projects;
}

/** `above` is the closest parent that is there; it may be a link to a folder. */
function inspectMissing(above: string): TargetState {
  const stats = readStats(above, statSync);
  if (stats === undefined && readStats(above)?.isSymbolicLink() === true)
    return { kind: "dead-link", path: above };
  if (stats?.isDirectory() === false) return { kind: "file", path: above };
  return isWritableFolder(above) ? { kind: "missing" } : { kind: "unwritable", path: above };
}

function stateOfEntries(entries: readonly string[]): TargetState {
  if (entries.length === 0) return { kind: "empty" };
  const inTheWay = entries.filter((entry) => !isTolerated(entry));
  return inTheWay.length === 0 ? { kind: "tolerated", entries } : { kind: "occupied", entries: inTheWay };
}

/** Undefined when nothing is there, also when a parent is no folder: `nearestExisting` finds that one. */
function readStats(path: string, read: (path: string) => Stats = lstatSync): Stats | undefined {
  try {
    return read(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP" || code === "EACCES") return undefined;
    throw directoryError(error, path);
  }
}

/** The path itself, or the closest parent that can be seen. */
export function nearestExisting(path: string): string {
  const parent = dirname(path);
  return parent === path || readStats(path) !== undefined ? path : nearestExisting(parent);
}

function isWritableFolder(path: string): boolean {
  try {
    // Follows links: a parent may be one, and a dangling one can't be written to.
    if (!statSync(path).isDirectory()) return false;
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Throws `directory-unusable`, saying what is in the way, unless the target is free or ours. */
export function assertUsable(
  directory: string,
  state: TargetState,
): asserts state is Extract<TargetState, FreeTarget | { readonly kind: "ours" | "several" }> {
  switch (state.kind) {
    case "occupied":
      throw unusable(
        `The folder ${directory} is not empty.`,
        "New files would mix with those that are already there.",
        state.entries,
      );
    case "file":
      throw unusable(`${state.path} is a file.`, "A project needs a folder, not a file.");
    case "dead-link":
      throw unusable(
        `${state.path} is a symbolic link that leads nowhere.`,
        "The project needs a folder there.",
      );
    case "symlink":
      throw unusable(
        `${directory} is a symbolic link to ${state.destination}.`,
        "okta-unlock would write the project to another place than the path says.",
      );
    case "unwritable":
      throw unusable(
        `The project can't be written to ${directory}.`,
        `You don't have permission to write to ${state.path}.`,
      );
    case "missing":
    case "empty":
    case "tolerated":
    case "ours":
    case "several":
  }
}

const shown = 10;

function unusable(message: string, why: string, entries: readonly string[] = []): OktaUnlockError {
  const more = entries.length > shown ? [`and ${entries.length - shown} more`] : [];
  return new OktaUnlockError("directory-unusable", {
    message,
    why,
    next: `Choose another folder: ${hint("create", { args: ["<dir>"] })}`,
    details: [...entries.slice(0, shown), ...more],
  });
}

/** The commands that the way out of a trouble with a folder names. */
export interface FolderCommands {
  /** With a placeholder for another folder; left out where no other one would do. */
  readonly elsewhere?: string;
  /** What is run again once the folder can be used. */
  readonly again: string;
}

const ofCreate: FolderCommands = { elsewhere: hint("create", { args: ["<dir>"] }), again: hint("create") };
const neverReplaces = "okta-unlock never replaces your files.";

/** The ways out. */
const remedies = {
  elsewhere: ({ elsewhere, again }: FolderCommands) =>
    elsewhere === undefined
      ? `Change that, then run the same command again: ${again}`
      : `Choose another folder: ${elsewhere}`,
  space: ({ again }: FolderCommands) => `Free some space. Then run the same command again: ${again}`,
  close: ({ again }: FolderCommands) => `Close that program. Then run the same command again: ${again}`,
} as const;

type Meaning = readonly [message: (path: string) => string, remedy: keyof typeof remedies];

/** What a system error says of a folder, and the way out of it. */
const meanings: Readonly<Record<string, Meaning>> = {
  ENOSPC: [(path) => `The disk that holds ${path} is full.`, "space"],
  EDQUOT: [(path) => `Your quota on the disk that holds ${path} is used up.`, "space"],
  EACCES: [(path) => `You don't have permission to write to ${path}.`, "elsewhere"],
  EPERM: [(path) => `You don't have permission to write to ${path}.`, "elsewhere"],
  EROFS: [(path) => `${path} is on a read-only file system.`, "elsewhere"],
  ENAMETOOLONG: [(path) => `The path ${path} is too long for this system.`, "elsewhere"],
  ENOTDIR: [(path) => `A part of ${path} is a file, not a folder.`, "elsewhere"],
  ENOENT: [(path) => `The folder ${path} can't be created.`, "elsewhere"],
  EINVAL: [(path) => `This system does not accept the name ${path}.`, "elsewhere"],
  ENOTEMPTY: [
    (path) => `Another program created a file in ${path} while the project was being written.`,
    "elsewhere",
  ],
  EEXIST: [
    (path) => `Another program created a file in ${path} while the project was being written.`,
    "elsewhere",
  ],
  EBUSY: [(path) => `${path} is in use by another program.`, "close"],
};

function findMeaning(error: unknown, code: string): Meaning | undefined {
  return isInUse(error) ? inUseOnWindows : meanings[code];
}

/** Windows has one answer for both. */
const inUseOnWindows: Meaning = [
  (path) => `Another program has ${path} or a file in it open, or you don't have permission to write to it.`,
  "close",
];

/** A system error about `path` as a `directory-unusable` error; anything else is given back as it is. */
export function directoryError(error: unknown, path: string, commands = ofCreate): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  const meaning =
    error instanceof OktaUnlockError || code === undefined ? undefined : findMeaning(error, code);
  if (meaning === undefined) return error;
  const [describe, remedy] = meaning;
  return new OktaUnlockError("directory-unusable", {
    message: describe(path),
    why: code === "ENOTEMPTY" || code === "EEXIST" ? neverReplaces : `The system says: ${message}.`,
    next: remedies[remedy](commands),
    cause: error,
  });
}

/** The way out of a `directory-unusable` error of this room for another command than `create`. */
export function respellRemedy({ cause }: OktaUnlockError, commands: FolderCommands): string {
  const { code } = (cause ?? {}) as NodeJS.ErrnoException;
  const meaning = code === undefined ? undefined : findMeaning(cause, code);
  return remedies[meaning?.[1] ?? "elsewhere"](commands);
}
