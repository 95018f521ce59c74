import { hint } from "../hints.ts";
import { copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { OktaUnlockError } from "../errors.ts";
import { renamePath } from "../files/in-use.ts";
import { readRegularFile } from "../files/read-file.ts";
import { hashContents, manifestName } from "./manifest.ts";

/** The files of the user's that ours begin with, and replace: by name, the SHA-256 of what is to be there. */
export type Extended = ReadonlyMap<string, string>;

/** A move of every entry of `from` into the folder `to`. */
export interface Move {
  readonly from: string;
  readonly to: string;
  readonly extended: Extended;
}

/**
 * Moves every entry, `okta-unlock.json` last: a folder that has it has everything. Replaces nothing but the files that ours
 * extend, and those only as they were read; `kept` is the folder for their copies. When something is in the way, what was moved is
 * moved back and `directory-unusable` is thrown.
 */
export function moveEntries({ from, to, extended }: Move, kept: string): void {
  const undoing: (() => void)[] = [];
  try {
    for (const name of entriesInOrder(from)) {
      if (!isExtended(join(to, name), extended.get(name))) refuseExisting(join(to, name));
      else undoing.push(copyAside(join(to, name), kept));
      renamePath(join(from, name), join(to, name));
      if (!extended.has(name)) undoing.push(() => renamePath(join(to, name), join(from, name)));
    }
  } catch (error) {
    for (const undo of undoing.toReversed()) tryToUndo(undo);
    throw error;
  }
}

/** What can't be moved back must not keep the rest from it. */
function tryToUndo(undo: () => void): void {
  try {
    undo();
  } catch {
    // The error that began it says more.
  }
}

/** As `moveEntries`, for a move that was cut short: leaves in place what can't be moved, and returns it. */
export function finishMove({ from, to, extended }: Move): string[] {
  const blocked: string[] = [];
  for (const name of existsSync(from) ? entriesInOrder(from) : []) {
    if (blocked.length > 0 && name === manifestName) return [...blocked, name];
    if (isThere(join(to, name)) && !isExtended(join(to, name), extended.get(name))) blocked.push(name);
    else renamePath(join(from, name), join(to, name));
  }
  return blocked;
}

/** True for a file that is there as it was when ours was made of it. */
function isExtended(path: string, sha256: string | undefined): boolean {
  if (sha256 === undefined) return false;
  const contents = readRegularFile(path, { refusesLinks: true });
  return contents !== undefined && hashContents(contents) === sha256;
}

/** Copies a file of the user's, and gives what puts the copy back. */
function copyAside(path: string, folder: string): () => void {
  const copy = join(folder, basename(path));
  mkdirSync(folder, { recursive: true });
  copyFileSync(path, copy);
  return () => renamePath(copy, path);
}

function entriesInOrder(folder: string): string[] {
  const names = readdirSync(folder).toSorted();
  return [...names.filter((name) => name !== manifestName), ...names.filter((name) => name === manifestName)];
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function refuseExisting(path: string): void {
  if (!isThere(path)) return;
  throw new OktaUnlockError("directory-unusable", {
    message: `Another program created ${path} while the project was being written.`,
    why: "okta-unlock never replaces your files.",
    next: `Choose another folder: ${hint("create", { args: ["<dir>"] })}`,
  });
}
