import { OktaUnlockError } from "../errors.ts";
import { readTextFile, UnreadableFileError } from "../files/read-file.ts";

interface Reading {
  /** Codes of the system that mean: there is none. */
  readonly absent: readonly string[];
  /** What a person does about a file that can't be read; made only when it is said. */
  readonly next: () => string;
}

/** Far more than the largest folder needs. */
const largest = 4 * 1024 * 1024;

/** The text of a file in which we note what we made of a folder; undefined when there is none. Throws `data-unreadable`. */
export function readManifestText(path: string, { absent, next }: Reading): string | undefined {
  try {
    return readTextFile(path, { largest, refusesLinks: true });
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    const { code = "" } = (error.cause ?? {}) as NodeJS.ErrnoException;
    if (absent.includes(code)) return undefined;
    throw new OktaUnlockError("data-unreadable", {
      message: `${path} can't be read.`,
      why: error.message,
      next: next(),
      cause: error,
    });
  }
}
