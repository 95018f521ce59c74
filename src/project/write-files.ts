import { closeSync, fsync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { PlannedFile } from "./plan.ts";

/**
 * Writes files below `folder`, each flushed to the disk: what is renamed into place later has its contents even after
 * a power failure. Written one by one, which is quickest for small files, and flushed together, which lets the disk do
 * it in one go. Stops at the first file after `signal` aborts.
 */
export async function writeFiles(
  folder: string,
  files: readonly PlannedFile[],
  signal: AbortSignal,
): Promise<void> {
  makeFolders(folder, files);
  const descriptors: number[] = [];
  try {
    for (const file of files) {
      signal.throwIfAborted();
      descriptors.push(writeFile(join(folder, file.path), file));
    }
  } finally {
    await flushAndClose(descriptors);
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

/** Leaves the file open for its flush. */
function writeFile(path: string, file: PlannedFile): number {
  // Exclusive: two paths that are one for this file system (another case, another normal form) must not go unnoticed.
  const descriptor = openSync(path, "wx", file.executable === true ? 0o777 : 0o666);
  try {
    writeFileSync(descriptor, file.contents);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  return descriptor;
}

const flush = promisify(fsync);

/** Waits for all: nobody may still be writing when the caller removes the folder. */
async function flushAndClose(descriptors: readonly number[]): Promise<void> {
  const outcomes = await Promise.allSettled(descriptors.map((descriptor) => flush(descriptor)));
  for (const descriptor of descriptors) closeSync(descriptor);
  const failure = outcomes.find((outcome) => outcome.status === "rejected");
  if (failure !== undefined) throw failure.reason;
}
