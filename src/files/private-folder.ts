import { chmodSync, lstatSync, readdirSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { ensureFolder } from "./ensure-folder.ts";

/** A folder for secrets in which another user can write, or has written. The message says so as a sentence. */
export class ForeignFolderError extends Error {
  override readonly name = "ForeignFolderError";
}

/**
 * Makes a folder of mode 0700, or closes one of this user's to others. Throws `ForeignFolderError` for one that belongs to
 * another user, or holds what another user put there, and the error of the file system.
 */
export function makePrivateFolder(path: string): void {
  ensureFolder(path, 0o700);
  const stats = statSync(path);
  assertOwn(path, stats);
  if (process.platform === "win32" || (stats.mode & 0o077) === 0) return;
  if (isWritableByOthers(stats)) assertOwnEntries(path);
  close(path);
}

/** Throws `ForeignFolderError` for a folder in which another user can write. One that is missing is nobody's. */
export function assertOwnFolder(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) assertOwn(path, stats);
}

/** The administrator's is accepted, unless others can write in it: containers mount volumes so. Windows has no such ids. */
function assertOwn(path: string, stats: Stats): void {
  const user = process.geteuid?.();
  if (user === undefined || stats.uid === user || (stats.uid === 0 && !isWritableByOthers(stats))) return;
  throw new ForeignFolderError(
    stats.uid === 0
      ? `${path} belongs to the administrator, and every user can write in it.`
      : `${path} belongs to another user (id ${stats.uid}; yours is ${user}).`,
  );
}

function assertOwnEntries(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const path = join(folder, entry);
    const { uid } = lstatSync(path);
    if (uid === process.geteuid?.()) continue;
    throw new ForeignFolderError(`${path} belongs to another user (id ${uid}).`);
  }
}

function isWritableByOthers({ mode }: Stats): boolean {
  return (mode & 0o022) !== 0;
}

/** Some file systems have no modes; then the folder is as closed as it can be. */
function close(path: string): void {
  try {
    chmodSync(path, 0o700);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["EPERM", "ENOTSUP", "ENOSYS"].includes(code)) throw error;
  }
}
