import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PlannedFile } from "./plan.ts";

/**
 * Writes files below `folder`, one by one, which is quickest for small files. They are not flushed to the disk: a
 * killed process loses nothing, and after a power failure a project is quickly made again. Stops at the first file
 * after `signal` aborts.
 */
export function writeFiles(folder: string, files: readonly PlannedFile[], signal: AbortSignal): void {
  makeFolders(folder, files);
  for (const file of files) {
    signal.throwIfAborted();
    writeFile(join(folder, file.path), file);
  }
}

/** Parents come before their children, so that each folder takes one call. */
function makeFolders(folder: string, files: readonly PlannedFile[]): void {
  const paths = new Set<string>();
  for (const { path } of files) {
    for (let end = path.indexOf("/"); end > 0; end = path.indexOf("/", end + 1))
      paths.add(path.slice(0, end));
  }
  for (const path of paths) mkdirSync(join(folder, path));
}

function writeFile(path: string, { contents, executable }: PlannedFile): void {
  // Exclusive: two paths that are one for this file system (another case, another normal form) must not go unnoticed.
  writeFileSync(path, contents, { flag: "wx", mode: executable === true ? 0o777 : 0o666 });
}
