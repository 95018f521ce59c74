import { chmodSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { OktaUnlockError } from "../../errors.ts";

/**
 * Writes a file of mode 0600 whole or not at all: a temporary neighbour, flushed, renamed over it. Its folder is made, or
 * closed to others, first. Throws `directory-unusable`.
 */
export function writePrivateFile(path: string, content: string): void {
  const target = targetOf(path);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    makePrivateFolder(dirname(path));
    // What a killed process of the same id left; with "wx" nothing that is there is ever written into.
    rmSync(temporary, { force: true });
    writeFileSync(temporary, content, { mode: 0o600, flag: "wx", flush: true });
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw unwritable(path, error);
  }
}

/** Behind a link: replaced by a file, the link would leave the old secret where it pointed to. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Makes a folder of mode 0700. Throws `directory-unusable`. */
export function makePrivateFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  } catch (error) {
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): OktaUnlockError {
  if (error instanceof OktaUnlockError) return error;
  return new OktaUnlockError("directory-unusable", {
    message: `${path} can't be written.`,
    why: error instanceof Error ? error.message : String(error),
    next: "Make room, or name another folder: export OKTA_UNLOCK_CONFIG_DIR=<folder>",
    cause: error,
  });
}
