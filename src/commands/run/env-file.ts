import { readFile, rm, writeFile } from "node:fs/promises";
import { OktaUnlockError } from "../../errors.ts";
import type { Journal } from "../../provision/undo.ts";
import { envLines } from "../apps/formats.ts";
import type { AppVariables } from "./environment.ts";

const mark = "# Made by okta-unlock run, and removed when it ends.\n";

/** Throws `directory-unusable` when a file is in the way that we did not make; one that a killed run left is ours. */
export async function assertFree(path: string): Promise<void> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return mark;
    throw unusable(path, error.message, error);
  });
  if (!text.startsWith(mark))
    throw unusable(path, "There is a file of that name, which okta-unlock did not make.");
}

/** Writes the variables for whoever reads files, for this user alone; noted in the journal, which removes it. */
export async function writeEnvFile(path: string, variables: AppVariables, journal: Journal): Promise<void> {
  journal.note({
    describe: `the file ${path}`,
    manualCommand: `rm ${path}`,
    undo: async () => rm(path, { force: true }),
  });
  try {
    // A mode counts for a new file only.
    await rm(path, { force: true });
    await writeFile(path, mark + envLines(Object.entries(variables)), { mode: 0o600, flag: "wx" });
  } catch (error) {
    throw unusable(path, (error as Error).message, error);
  }
}

function unusable(path: string, why: string, cause?: unknown): OktaUnlockError {
  return new OktaUnlockError("directory-unusable", {
    message: `The variables can't be written to ${path}.`,
    why,
    next: "Name another file: okta-unlock run --write-env .env.okta -- <command>",
    cause,
  });
}
