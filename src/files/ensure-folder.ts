import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { retryInUse } from "./in-use.ts";

/** How often a folder may vanish while the next one is made in it, because another process removes what is empty. */
const attempts = 5;

/** What a folder that vanishes makes of the next call: it was there a moment ago, or the one above it was. */
const vanished = ["ENOENT", "EEXIST"];

/**
 * Makes a folder and those above it, each with `mode`. Returns the first one that it made, or undefined when all were there.
 * Throws the error of the file system. Node's own `recursive` tries for ever where none can be made, such as below `/proc`.
 */
export function ensureFolder(path: string, mode = 0o777): string | undefined {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return makeMissing(listMissing(path), mode);
    } catch (error) {
      if (!vanished.includes((error as NodeJS.ErrnoException).code ?? "") || attempt === attempts)
        throw error;
    }
  }
}

/** What has to be made, from the top down; the folder itself is always among it, for the error when it is a file. */
function listMissing(path: string): string[] {
  const missing = [resolve(path)];
  for (;;) {
    const [top = ""] = missing;
    const above = dirname(top);
    if (above === top || isThere(above)) return missing;
    missing.unshift(above);
  }
}

function makeMissing(folders: readonly string[], mode: number): string | undefined {
  let first: string | undefined;
  for (const folder of folders) if (retryInUse(() => makeFolder(folder, mode))) first ??= folder;
  return first;
}

/** False when it is there already. On Windows one that is just being removed is refused for a moment. */
function makeFolder(path: string, mode: number): boolean {
  try {
    mkdirSync(path, { mode });
    return true;
  } catch (error) {
    // Windows says EPERM of a drive's root, some systems EROFS of a folder that is there.
    if (isFolder(path)) return false;
    throw error;
  }
}

/** True when the path, or what it links to, exists. */
export function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
