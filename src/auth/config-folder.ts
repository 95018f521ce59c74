import { setVariable } from "../hints.ts";
import { copyFile, removeFolder, renameFile } from "../shell-lines.ts";
import { join } from "node:path";
import { OktaUnlockError } from "../errors.ts";
import { type Held, isHeld, type Lock, takeLock } from "../files/lock.ts";
import { FileInUseError, writePrivateFile } from "../files/private-file.ts";
import { assertOwnFolder, makePrivateFolder } from "../files/private-folder.ts";
import { readTextFile, UnreadableFileError } from "../files/read-file.ts";
import { moveFromRoaming } from "./roaming-folder.ts";

/** Twenty commands at once take turns with one refresh token, and a keyring may be slow. */
const waitMs = 30_000;

/**
 * Runs `work` while no other process does so under the same name. The folder is closed to others first. Throws
 * `directory-unusable` when it can't be written, or when one other process keeps the lock for a minute.
 */
export async function withConfigLock<T>(directory: string, name: string, work: () => Promise<T>): Promise<T> {
  const lock = await take(directory, name);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

async function take(directory: string, name: string): Promise<Lock> {
  const folder = join(directory, `${name}.lock`);
  const outcome = await explainWriteErrors(directory, async () => {
    makePrivateFolder(directory);
    return waitForLock(folder);
  });
  if (!isHeld(outcome)) return outcome;
  throw new OktaUnlockError("directory-unusable", {
    message: "Another okta-unlock is signing in or out and has not finished.",
    why: `Process ${outcome.pid} still holds ${folder}.`,
    next: `Wait for it, or end it, and run the same command again. If no such process runs: ${removeFolder(folder)}`,
  });
}

/** Gives up on a process that holds the lock at the end of two waits in a row: as long as it changes hands, it goes on. */
async function waitForLock(folder: string): Promise<Lock | Held> {
  const first = await takeLock(folder, { waitMs });
  if (!isHeld(first)) return first;
  const second = await takeLock(folder, { waitMs });
  return isHeld(second) && second.pid !== first.pid ? waitForLock(folder) : second;
}

/** Writes a file with secrets, or about sign-ins, in a folder that is closed to others. Throws `directory-unusable`. */
export async function writeConfigFile(directory: string, path: string, content: string): Promise<void> {
  await explainWriteErrors(path, async () => {
    makePrivateFolder(directory);
    writePrivateFile(path, content);
  });
}

/** Runs `work`; any failure of it is thrown as `directory-unusable`, about `path`. */
export async function explainWriteErrors<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw createWriteError(path, cause);
  }
}

function createWriteError(path: string, cause: unknown): OktaUnlockError {
  return new OktaUnlockError("directory-unusable", {
    message: `${path} can't be written.`,
    why: describeCause(cause),
    next: suggestWayOut(path, cause),
    cause,
  });
}

function suggestWayOut(path: string, cause: unknown): string {
  if (cause instanceof FileInUseError)
    return `What was to be written is in ${cause.kept}. Close the program that has the file open, then put it in its place: ${copyFile(cause.kept, path)}`;
  return isDiskFull(cause) ? `Free some disk space, or ${otherFolder}` : otherFolder.replace(/^c/u, "C");
}

const otherFolder = `choose another folder: ${setVariable("OKTA_UNLOCK_CONFIG_DIR", "<folder>")}`;

function describeCause(cause: unknown): string {
  if (cause instanceof UnreadableFileError) return `${cause.path}: ${cause.message}`;
  return cause instanceof Error ? cause.message : String(cause);
}

function isDiskFull(cause: unknown): boolean {
  return ["ENOSPC", "EDQUOT"].includes((cause as NodeJS.ErrnoException).code ?? "");
}

/**
 * Reads a file of the folder; undefined when there is none. Throws `UnreadableFileError`, and `directory-unusable` when the
 * folder is another user's: what is in it may be theirs.
 */
export function readConfigFile(directory: string, path: string): string | undefined {
  bringFromRoaming(directory);
  const text = readTextFile(path);
  if (text !== undefined) assertOwn(directory);
  return text;
}

function bringFromRoaming(directory: string): void {
  try {
    moveFromRoaming(directory);
  } catch (cause) {
    throw createWriteError(directory, cause);
  }
}

function assertOwn(directory: string): void {
  try {
    assertOwnFolder(directory);
  } catch (cause) {
    throw new OktaUnlockError("directory-unusable", {
      message: describeCause(cause),
      why: "Its profiles could lead you to an org of theirs, so they are not used.",
      next: `Choose a folder of your own: ${setVariable("OKTA_UNLOCK_CONFIG_DIR", "<folder>")}`,
      cause,
    });
  }
}

/** The command that moves a damaged file out of the way. */
export function formatMoveAway(path: string): string {
  return renameFile(path, `${path}.old`);
}
