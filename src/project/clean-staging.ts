import { dirname } from "node:path";
import { finishMove } from "./move-entries.ts";
import {
  hasUpdate,
  findAbandonedStagingFolders,
  isMoving,
  projectIn,
  readExtended,
  removeStagingFolder,
  locateTarget,
} from "./staging-folder.ts";

export interface CleanedStaging {
  /** Unfinished folders that were removed. */
  readonly removed: readonly string[];
  /** Targets whose move was cut short and is finished now. */
  readonly finished: readonly string[];
  /** Folders that could not be dealt with, and are left as they are. */
  readonly left: readonly string[];
}

/**
 * Deals with what runs that were killed left behind for `target` (absolute path): an unfinished project is removed, one
 * that was being moved in is moved in to the end. Touches staging folders of ours only, and none whose process lives.
 */
export async function cleanStaleStaging(target: string): Promise<CleanedStaging> {
  const cleaned = { removed: [] as string[], finished: [] as string[], left: [] as string[] };
  const folders = [
    ...(await findAbandonedStagingFolders(dirname(target), target)),
    ...(await findAbandonedStagingFolders(target, target)),
  ];
  for (const folder of folders) {
    const outcome = await cleanFolder(folder);
    cleaned[outcome].push(outcome === "finished" ? target : folder);
  }
  return cleaned;
}

async function cleanFolder(folder: string): Promise<keyof CleanedStaging> {
  try {
    if (hasUpdate(folder)) return await finishFolder(folder);
    const wasMoving = isMoving(folder);
    if (wasMoving && finishIn(folder).length > 0) return "left";
    removeStagingFolder(folder);
    return wasMoving ? "finished" : "removed";
  } catch {
    return "left";
  }
}

/** An update that had begun to replace files is finished, or taken back when it was. */
async function finishFolder(folder: string): Promise<keyof CleanedStaging> {
  const { finishUpdate } = await import("./update/journal.ts");
  if (!finishUpdate(folder)) return "left";
  removeStagingFolder(folder);
  return "finished";
}

function finishIn(folder: string): string[] {
  return finishMove({ from: projectIn(folder), to: locateTarget(folder), extended: readExtended(folder) });
}
