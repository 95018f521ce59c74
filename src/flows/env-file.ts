import { removeFile } from "../shell-lines.ts";
import { statSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { OktaUnlockError } from "../errors.ts";
import { readTextFile } from "../files/read-file.ts";
import type { Journal } from "../provision/journal.ts";

/** A file of variables for other programs. */
export interface EnvFile {
  /** Absolute. */
  readonly path: string;
  /** By what it begins when we made it: only then is a file of that name written over. */
  readonly mark: string;
  /** A command that names another file, for the error. */
  readonly example: string;
}

/**
 * Throws `directory-unusable` when the folder is missing, and when a file is in the way that we did not make; what an earlier
 * run left is ours.
 */
export async function assertFree(file: EnvFile): Promise<void> {
  const text = readExisting(file) ?? file.mark;
  if (!text.startsWith(file.mark))
    throw createUnusableError(file, "A file with that name exists, and okta-unlock did not make it.");
  const folder = dirname(file.path);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw createUnusableError(file, `There is no folder ${folder}.`);
}

/** Undefined when nothing is there. A pipe is not waited for. */
function readExisting(file: EnvFile): string | undefined {
  try {
    return readTextFile(file.path, { largest: largestFile });
  } catch (error) {
    throw createUnusableError(file, (error as Error).message, error);
  }
}

/** More than any file of variables has that we wrote. */
const largestFile = 1024 * 1024;

/**
 * Writes the variables, for this user alone; noted in the journal, which removes the file when the run is undone. One
 * that another run has put there meanwhile stays: that run still needs it.
 */
export async function writeEnvFile(file: EnvFile, lines: string, journal: Journal): Promise<void> {
  const { path } = file;
  journal.note({
    describe: `the file ${path}`,
    manualCommand: removeFile(path),
    undo: async () => removeOwn(path, lines),
  });
  try {
    // A mode counts for a new file only.
    await rm(path, { force: true });
    await writeFile(path, lines, { mode: 0o600, flag: "wx" });
  } catch (error) {
    throw createUnusableError(file, (error as Error).message, error);
  }
}

/** A file that was written in part is ours, too. */
async function removeOwn(path: string, lines: string): Promise<void> {
  const text = readTextFile(path, { largest: largestFile });
  if (text !== undefined && (lines.startsWith(text) || text.startsWith(lines)))
    await rm(path, { force: true });
}

function createUnusableError({ path, example }: EnvFile, why: string, cause?: unknown): OktaUnlockError {
  return new OktaUnlockError("directory-unusable", {
    message: `The variables can't be written to ${path}.`,
    why,
    next: `Name another file: ${example}`,
    cause,
  });
}
