import { hint } from "../hints.ts";
import { existsSync, lstatSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { OktaUnlockError } from "../errors.ts";
import { manifestName } from "./manifest.ts";

/**
 * Moves every entry of `from` into the folder `to`, `okta-unlock.json` last: a folder that has it has everything. Never
 * replaces anything. When something is in the way, what was moved is moved back and `directory-unusable` is thrown.
 */
export function moveEntries(from: string, to: string): void {
  const moved: string[] = [];
  try {
    for (const name of entriesInOrder(from)) {
      refuseExisting(join(to, name));
      renameSync(join(from, name), join(to, name));
      moved.push(name);
    }
  } catch (error) {
    for (const name of moved.toReversed()) renameSync(join(to, name), join(from, name));
    throw error;
  }
}

/** As `moveEntries`, for a move that was cut short: leaves in place what can't be moved, and returns it. */
export function finishMove(from: string, to: string): string[] {
  const blocked: string[] = [];
  for (const name of existsSync(from) ? entriesInOrder(from) : []) {
    if (blocked.length > 0 && name === manifestName) return [...blocked, name];
    if (isThere(join(to, name))) blocked.push(name);
    else renameSync(join(from, name), join(to, name));
  }
  return blocked;
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
    next: `Choose another folder: ${hint("create", { args: ["<directory>"] })}`,
  });
}
