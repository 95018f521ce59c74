import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Layout } from "./data-folder.ts";
import { writePrivateFile } from "../../files/private-file.ts";
import {
  identifyThisProcess,
  isProcessAlive,
  isRunning,
  type ProcessIdentity,
} from "../../files/process-identity.ts";

/** Notes this process as one that uses the org; gives the function that takes the note off. */
export async function addUser({ users }: Layout): Promise<() => void> {
  const path = join(users, `${process.pid}-${crypto.randomUUID()}.json`);
  writePrivateFile(path, JSON.stringify(await identifyThisProcess()));
  return () => rmSync(path, { force: true });
}

/**
 * True while a process that noted itself lives. Notes of dead ones are removed.
 * @param known the notes that were found to be those of the very process: to find out takes long on some platforms, and who
 *   looks often need not do it again
 */
export async function hasUsers({ users }: Layout, known = new Set<string>()): Promise<boolean> {
  for (const name of namesIn(users)) {
    const path = join(users, name);
    const user = readUser(path);
    if (user !== undefined && (known.has(name) ? isProcessAlive(user.pid) : await isRunning(user))) {
      known.add(name);
      return true;
    }
    rmSync(path, { force: true });
  }
  return false;
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
}

/** Notes are renamed into place whole, so that one which can't be read is none. */
function readUser(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
