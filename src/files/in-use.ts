import { renameSync, rmSync } from "node:fs";

/**
 * What Windows answers while another program has a file open: a virus scanner, an indexer, a backup, somebody who reads it. Node
 * asks once (https://github.com/nodejs/node/issues/29481). Elsewhere these codes are about permissions, and waiting changes nothing.
 */
const inUseCodes = ["EPERM", "EACCES", "EBUSY"];

/** Milliseconds before each further try: about two seconds in all. */
const pauses = [5, 10, 20, 40, 80, 160, 320, 640, 800];

/** True for an error that may be over in a moment, because another program has the file open. */
export function isInUse(error: unknown): boolean {
  return process.platform === "win32" && inUseCodes.includes((error as NodeJS.ErrnoException).code ?? "");
}

/** Runs `work` again for two seconds while another program has the file open. Blocks this thread meanwhile. */
export function retryInUse<T>(work: () => T): T {
  for (const pause of pauses) {
    try {
      return work();
    } catch (error) {
      if (!isInUse(error)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
  return work();
}

/** Renames a file or folder. Throws the error of the file system. */
export function renamePath(from: string, to: string): void {
  retryInUse(() => renameSync(from, to));
}

/** Removes a file of which a rest does no harm. Never throws; false when it is still there. */
export function removeIfPossible(path: string): boolean {
  try {
    retryInUse(() => rmSync(path, { force: true }));
    return true;
  } catch {
    return false;
  }
}
