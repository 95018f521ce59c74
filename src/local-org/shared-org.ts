import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isLocked } from "../files/lock.ts";
import { writePrivateFile } from "../files/private-file.ts";
import {
  identifyThisProcess,
  isProcessAlive,
  isRunning,
  type ProcessIdentity,
} from "../files/process-identity.ts";
import type { Layout } from "./folder/data-folder.ts";
import { buildLayout, openDataFolder } from "./folder/data-folder.ts";
import { hideRunningFile } from "./folder/running-file.ts";
import { explainFileErrors } from "./local-org-error.ts";

/**
 * An org that several processes use for their own time: it runs in a process of its own, as long as one of them lives that
 * has joined it. Each notes itself first and looks for the org then; the org hides first and looks for notes then, before it
 * ends. So either sees the other.
 */
const lookMilliseconds = 200;

/**
 * Says that this process is going to use the org of a data folder; makes the folder when there is none. Gives the function
 * that says the opposite. Throws `directory-unusable` and `data-unreadable` as a start does.
 */
export async function joinLocalOrg(dataDirectory: string): Promise<() => void> {
  return explainFileErrors(dataDirectory, () => addUser(openDataFolder(dataDirectory)));
}

/** True while a living process serves the org of a data folder, or is about to. */
export async function isLocalOrgOwned(dataDirectory: string): Promise<boolean> {
  return isLocked(buildLayout(dataDirectory).owner);
}

/** Resolves when no process uses the org that this one serves any more, or the signal aborts. */
export async function untilUnused(dataDirectory: string, signal: AbortSignal): Promise<void> {
  const layout = buildLayout(dataDirectory);
  const known = new Set<string>();
  for (; !signal.aborted; await sleep(lookMilliseconds)) {
    if (await hasUsers(layout, known)) continue;
    // The folder was removed under us.
    if (!existsSync(layout.running)) return;
    const hidden = hideRunningFile(layout);
    if (!(await hasUsers(layout))) return hidden.forget();
    hidden.show();
  }
}

/** How long an org may take to end; one that goes on longer was started by somebody else, to last. */
const endingMilliseconds = 5000;

/** Resolves when the org has ended that nobody uses any more; at once when somebody does. */
export async function untilEnded(dataDirectory: string): Promise<void> {
  const layout = buildLayout(dataDirectory);
  const until = performance.now() + endingMilliseconds;
  while (performance.now() < until && !(await hasUsers(layout)) && (await isLocked(layout.owner))) {
    await sleep(lookMilliseconds / 4);
  }
}

/** Notes this process as one that uses the org; gives the function that takes the note off. */
async function addUser({ users }: Layout): Promise<() => void> {
  const path = join(users, `${process.pid}-${crypto.randomUUID()}.json`);
  writePrivateFile(path, JSON.stringify(await identifyThisProcess()));
  return () => rmSync(path, { force: true });
}

/**
 * True while a process that noted itself lives. Notes of dead ones are removed.
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
    rmSync(path, { force: true });
  }
  return false;
}

function listNotes(directory: string): string[] {
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
