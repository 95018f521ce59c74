import { linkSync, statSync } from "node:fs";
import { join } from "node:path";
import { removeIfPossible, renamePath, retryInUse } from "../files/in-use.ts";
import { writePrivateFile } from "../files/private-file.ts";
import { readTextFile } from "../files/read-file.ts";

/** The secrets first: profiles without them are no sign-ins. */
const names = ["secrets.json", "profiles.json"];

/**
 * Brings the files that were kept in the roaming folder of Windows, which a domain copies to its file server, into the local
 * one. A file that is there stays as it is. Throws the error of the file system.
 */
export function moveFromRoaming(directory: string): void {
  const { APPDATA: roaming, LOCALAPPDATA: local } = process.env;
  if (process.platform !== "win32" || roaming === undefined || local === undefined) return;
  if (directory !== join(local, "okta-unlock", "Config")) return;
  for (const name of names) moveFile(join(roaming, "okta-unlock", "Config", name), join(directory, name));
}

function moveFile(from: string, to: string): void {
  if (isThere(to) || !isThere(from)) return;
  const text = readTextFile(from);
  if (text === undefined) return;
  const brought = `${to}.${process.pid}-roaming.tmp`;
  try {
    writePrivateFile(brought, text);
    if (putInPlace(brought, to)) removeIfPossible(from);
  } finally {
    removeIfPossible(brought);
  }
}

/**
 * False when a file has appeared there: several processes may do this at once, and one may have replaced a token in it since. A
 * link, unlike a rename, replaces nothing; where the file system has none, a rename has to do.
 */
function putInPlace(brought: string, to: string): boolean {
  try {
    retryInUse(() => linkSync(brought, to));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    renamePath(brought, to);
  }
  return true;
}

/** False for what can't be looked at, too: the file server may be away. */
function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
