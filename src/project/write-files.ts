import { mkdirSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { PlannedFile } from "./plan.ts";

/**
 * Writes files below `folder`, each flushed to the disk: what is renamed into place later has its contents even after
 * a power failure. Stops at the first file after `signal` aborts.
 */
export async function writeFiles(
  folder: string,
  files: readonly PlannedFile[],
  signal: AbortSignal,
): Promise<void> {
  const folders = new Set(files.map((file) => dirname(join(folder, file.path))));
  for (const path of folders) mkdirSync(path, { recursive: true });
  // Settled, not all: nobody may still be writing when the caller removes the folder.
  const outcomes = await Promise.allSettled(files.map((file) => writeFlushed(folder, file, signal)));
  const failure = outcomes.find((outcome) => outcome.status === "rejected");
  if (failure !== undefined) throw failure.reason;
}

async function writeFlushed(folder: string, file: PlannedFile, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  // Exclusive: two paths that are one for this file system (another case, another normal form) must not go unnoticed.
  const handle = await open(join(folder, file.path), "wx", file.executable === true ? 0o777 : 0o666);
  try {
    await handle.writeFile(file.contents);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
