import { statSync } from "node:fs";
import { join } from "node:path";
import { removeIfPossible } from "../files/in-use.ts";
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
  writePrivateFile(to, text);
  removeIfPossible(from);
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
