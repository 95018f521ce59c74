import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { removeIfPossible } from "../files/in-use.ts";
import { isLocked } from "../files/lock.ts";
import { writePrivateFile } from "../files/private-file.ts";
import {
  identifyThisProcess,
  isProcessAlive,
  isRunning,
  parseProcessIdentity,
  type ProcessIdentity,
} from "../files/process-identity.ts";
import { listFolder, readTextFile, UnreadableFileError } from "../files/read-file.ts";
import type { Layout } from "./folder/data-folder.ts";
import { buildLayout, openDataFolder } from "./folder/data-folder.ts";
import { hideRunningFile } from "./folder/running-file.ts";
import { explainFileErrors } from "./local-org-error.ts";

/**
 * A shared org runs in a process of its own until the last process that joined it has ended. A process writes its note
 * first and then looks for the org. Before it ends, the org first hides its address and then looks for notes. So at least
 * one of the two sees the other.
 */
const lookMilliseconds = 200;

/**
 * Registers this process as a user of the org in a data folder; creates the folder when it is missing. Returns the function
 * that unregisters it. Throws `directory-unusable` and `data-unreadable` as a start does.
 */
export async function joinLocalOrg(dataDirectory: string): Promise<() => void> {
  return explainFileErrors(dataDirectory, () => addUser(openDataFolder(dataDirectory)));
}

/** True while a living process serves the org of a data folder, or is about to. */
export async function isLocalOrgOwned(dataDirectory: string): Promise<boolean> {
  return isLocked(buildLayout(dataDirectory).owner);
}

/** Resolves when no other process uses the org that this process serves, or when the signal aborts. */
export async function untilUnused(dataDirectory: string, signal: AbortSignal): Promise<void> {
  const layout = buildLayout(dataDirectory);
  const known = new Set<string>();
  for (; !signal.aborted; await sleep(lookMilliseconds)) {
    if (await hasUsers(layout, known)) continue;
    // The folder was removed while the org was running.
    if (!existsSync(layout.running)) return;
    const hidden = hideRunningFile(layout);
    if (hidden === undefined) continue;
    if (!(await hasUsers(layout))) return hidden.forget();
    hidden.show();
  }
}

/** How long a shared org may take to end. One that runs longer was started on its own, to keep running. */
const endingMilliseconds = 5000;

/** Resolves when the unused org has ended; at once when a process still uses it. */
export async function untilEnded(dataDirectory: string): Promise<void> {
  const layout = buildLayout(dataDirectory);
  const until = performance.now() + endingMilliseconds;
  while (performance.now() < until && !(await hasUsers(layout)) && (await isLocked(layout.owner))) {
    await sleep(lookMilliseconds / 4);
  }
}

/** Writes a note that this process uses the org; returns the function that removes it. */
async function addUser({ users }: Layout): Promise<() => void> {
  const path = join(users, `${process.pid}-${crypto.randomUUID()}.json`);
  writePrivateFile(path, JSON.stringify(await identifyThisProcess()));
  return () => removeIfPossible(path);
}

/**
 * True while a process that wrote a note is alive. Removes the notes of dead processes.
 * @param known the notes that were found to be those of the very process: to find out takes long on some platforms, and who
 *   looks often need not do it again
 */
async function hasUsers({ users }: Layout, known = new Set<string>()): Promise<boolean> {
  for (const name of listNotes(users)) {
    const path = join(users, name);
    const user = readUser(path);
    if (user !== undefined && (known.has(name) ? isProcessAlive(user.pid) : await isRunning(user))) {
      known.add(name);
      return true;
    }
    removeIfPossible(path);
  }
  return false;
}

/**
 * Notes are renamed into place, so what can't be parsed is not a note; nor is a folder of that name, which stays. Of a note
 * that the system does not let us read, the name says whose it is.
 */
function readUser(path: string): ProcessIdentity | undefined {
  try {
    return parseProcessIdentity(readTextFile(path, { isImpatient: true }) ?? "");
  } catch (error) {
    const isRefused = error instanceof UnreadableFileError && error.isRefused;
    return isRefused ? { pid: Number.parseInt(basename(path), 10) } : undefined;
  }
}

function listNotes(directory: string): string[] {
  return (listFolder(directory) ?? []).filter((name) => name.endsWith(".json"));
}
