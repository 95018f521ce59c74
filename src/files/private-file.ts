import { realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ensureFolder } from "./ensure-folder.ts";

/**
 * Writes a file of mode 0600 whole or not at all: a temporary neighbour, flushed, renamed over it. Makes its folder, of mode
 * 0700, when there is none. Throws the error of the file system.
 */
export function writePrivateFile(path: string, content: string): void {
  const target = resolveLink(path);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    ensureFolder(dirname(path), 0o700);
    // What a killed process of the same id left; with "wx" nothing that is there is ever written into.
    rmSync(temporary, { force: true });
    writeFileSync(temporary, content, { mode: 0o600, flag: "wx", flush: true });
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Behind a link: replaced by a file, the link would leave the old secret where it pointed to. */
function resolveLink(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
