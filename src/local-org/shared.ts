import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isLocked } from "../files/lock.ts";
import { layoutOf, openDataFolder } from "./folder/data-folder.ts";
import { hideRunningFile } from "./folder/running-file.ts";
import { addUser, hasUsers } from "./folder/users.ts";
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
  return isLocked(layoutOf(dataDirectory).owner);
}

/** Resolves when no process uses the org that this one serves any more, or the signal aborts. */
export async function untilUnused(dataDirectory: string, signal: AbortSignal): Promise<void> {
  const layout = layoutOf(dataDirectory);
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
  const layout = layoutOf(dataDirectory);
  const until = performance.now() + endingMilliseconds;
  while (performance.now() < until && !(await hasUsers(layout)) && (await isLocked(layout.owner))) {
    await sleep(lookMilliseconds / 4);
  }
}
