import { existsSync } from "node:fs";
import { isHeld, type Lock, takeLock } from "../files/lock.ts";
import { assertOwnFolder } from "../files/private-folder.ts";
import { UnreadableFileError } from "../files/read-file.ts";
import { isDataFolder, buildLayout, removeDataFolder } from "./folder/data-folder.ts";
import type { Layout } from "./folder/data-folder.ts";
import { readRunningFile } from "./folder/running-file.ts";
import { isAnswering } from "./status.ts";
import { explainFileErrors, formatReset, LocalOrgError } from "./local-org-error.ts";

/**
 * Removes the local org in a data folder: its own files, by name, and the folder when nothing else is in it. A folder that
 * does not exist is no error. Throws `local-org-conflict` while it runs, and `directory-unusable` for a folder that is not a
 * local org's. `confirm` is called when there is an org that can be removed, and throws when it is to stay.
 */
export async function resetLocalOrg(
  dataDirectory: string,
  confirm?: () => Promise<void>,
): Promise<{ readonly removed: boolean }> {
  return explainFileErrors(dataDirectory, async () => {
    const layout = buildLayout(dataDirectory);
    if (!existsSync(dataDirectory)) return { removed: false };
    if (!isDataFolder(dataDirectory)) throw createNotOursError(dataDirectory);
    assertOwnFolder(dataDirectory);
    const lock = await lockFolder(layout);
    try {
      await assertNobodyAnswers(layout);
      await confirm?.();
    } catch (error) {
      lock?.release();
      throw error;
    }
    try {
      removeDataFolder(layout);
    } finally {
      lock?.abandon();
    }
    return { removed: true };
  });
}

/** Undefined when nobody can have the lock, because something else is in its place. */
async function lockFolder(layout: Layout): Promise<Lock | undefined> {
  try {
    const lock = await takeLock(layout.owner, { waitMs: 0 });
    if (isHeld(lock)) throw createStillRunningError(layout, lock.pid);
    return lock;
  } catch (error) {
    if (error instanceof UnreadableFileError && !error.isRefused) return undefined;
    throw error;
  }
}

/** Whatever the lock says: an org that answers still needs its data. */
async function assertNobodyAnswers(layout: Layout): Promise<void> {
  const running = readRunningFile(layout);
  // Who can't read the authority, because something else is in its place, can't reach the org either.
  if (running !== undefined && (await isAnswering(layout, running).catch(() => false)))
    throw createStillRunningError(layout, running.pid);
}

function createNotOursError(directory: string): LocalOrgError {
  return new LocalOrgError("directory-unusable", {
    message: `${directory} is not the data folder of a local org, so nothing in it was removed.`,
    next: "Name the folder that the org was started with: okta-unlock local reset --data-dir <folder>",
  });
}

function createStillRunningError(layout: Layout, pid: number): LocalOrgError {
  const running = readRunningFile(layout);
  const where = running?.pid === pid ? ` at ${running.url}` : "";
  return new LocalOrgError("local-org-conflict", {
    message: `The local org in ${layout.directory} is running in process ${pid}${where}.`,
    next: `Stop it (Ctrl-C in its terminal), then run again: ${formatReset(layout.directory)}`,
  });
}
