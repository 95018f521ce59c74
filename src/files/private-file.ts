import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ensureFolder } from "./ensure-folder.ts";
import { nameKind, UnreadableFileError } from "./read-file.ts";

/**
 * Writes a file of mode 0600 whole or not at all: a temporary neighbour, flushed, renamed over it. Makes its folder, of mode
 * 0700, when there is none. Throws the error of the file system, and `UnreadableFileError` for what is no file.
 */
export function writePrivateFile(path: string, content: string): void {
  const target = resolveLink(path);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    ensureFolder(dirname(path), 0o700);
    // What a killed process of the same id left; with "wx" nothing that is there is ever written into.
    rmSync(temporary, { force: true });
    writeFileSync(temporary, content, { mode: 0o600, flag: "wx", flush: true });
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Behind a link: replaced by a file, the link would leave the old secret where it pointed to. What is no file is never
 * replaced: an administrator could, even a device of the system.
 */
function resolveLink(path: string): string {
  const target = findTarget(path);
  const stats = statSync(target, { throwIfNoEntry: false });
  if (stats !== undefined && !stats.isFile())
    throw new UnreadableFileError(path, `It is ${nameKind(stats)}, not a file.`);
  return target;
}

function findTarget(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
