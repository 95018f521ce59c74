import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  realpathSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { ensureFolder, isThere } from "./ensure-folder.ts";
import { isInUse, removeIfPossible, renamePath, retryInUse } from "./in-use.ts";
import { nameKind, UnreadableFileError } from "./read-file.ts";

/** A file could not be replaced, because another program has it open. What it was to hold is kept beside it. */
export class FileInUseError extends Error {
  override readonly name = "FileInUseError";
  /** Absolute path of the file with the new content, mode 0600. */
  readonly kept: string;

  constructor(kept: string, cause: unknown) {
    super(`Another program has the file open. ${(cause as Error).message}`, { cause });
    this.kept = kept;
  }
}

/**
 * Writes a file of mode 0600 whole or not at all: a temporary neighbour, flushed, renamed over it. Makes its folder, of mode
 * 0700, when there is none. Throws the error of the file system, and `UnreadableFileError` for what is no file.
 *
 * On Windows a file that another program has open can't be replaced: after two seconds it is written in place, and when even
 * that is refused `FileInUseError` says where the content is. It may be a token that the org gives only once.
 */
export function writePrivateFile(path: string, content: string): void {
  const target = resolveLink(path);
  ensureFolder(dirname(path), 0o700);
  const temporary = retryInUse(() => writeNeighbor(target, content));
  try {
    replace(target, temporary, content);
  } catch (error) {
    if (!(error instanceof FileInUseError)) removeIfPossible(temporary);
    throw error;
  }
}

/** Returns its path. No two have the same: with "wx" nothing that is there is written into, even what a failed try has left. */
function writeNeighbor(target: string, content: string): string {
  const temporary = `${target}.${process.pid}-${Math.random().toString(36).slice(2)}.tmp`;
  try {
    writeFileSync(temporary, content, { mode: 0o600, flag: "wx", flush: true });
    return temporary;
  } catch (error) {
    removeIfPossible(temporary);
    throw error;
  }
}

function replace(target: string, temporary: string, content: string): void {
  try {
    renamePath(temporary, target);
  } catch (error) {
    if (!isInUse(error)) throw error;
    overwrite(target, temporary, content);
    removeIfPossible(temporary);
  }
}

/** In place, as the last resort: others may see half of it for a moment. */
function overwrite(target: string, temporary: string, content: string): void {
  const bytes = Buffer.from(content, "utf8");
  try {
    const descriptor = retryInUse(() => openSync(target, isThere(target) ? "r+" : "wx", 0o600));
    try {
      writeFileSync(descriptor, bytes);
      ftruncateSync(descriptor, bytes.length);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new FileInUseError(temporary, error);
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
