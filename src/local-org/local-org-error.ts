import { ForeignFolderError } from "../files/private-folder.ts";
import { UnreadableFileError } from "../files/read-file.ts";

/** Why the local org could not do what it was asked to. */
export type LocalOrgErrorCode =
  /** Another process owns the data folder or the port. */
  | "local-org-conflict"
  /** The data in the folder is damaged, or was written by another version. */
  | "data-unreadable"
  /** The folder can't be used: not writable, full, or it holds something else. */
  | "directory-unusable"
  /** An option that can't be used: a port, an address, a time. */
  | "invalid-value"
  /** The org refuses an object, as Okta would. */
  | "okta-refused";

interface Explanation {
  /** What happened: one sentence. */
  readonly message: string;
  /** Why it happened, when it is known: one sentence. */
  readonly why?: string;
  /** What to do now: a sentence that ends with the command to run. */
  readonly next: string;
  /** The single faults, when there are several. */
  readonly details?: readonly string[];
  readonly cause?: unknown;
}

/** What the local org throws. The embedding program decides how to show it; okta-unlock maps it by `name` and `code`. */
export class LocalOrgError extends Error {
  override readonly name = "LocalOrgError";
  readonly code: LocalOrgErrorCode;
  readonly why: string | undefined;
  readonly next: string;
  readonly details: readonly string[];

  constructor(code: LocalOrgErrorCode, { message, why, next, details = [], cause }: Explanation) {
    super(message, { cause });
    this.code = code;
    this.why = why;
    this.next = next;
    this.details = details;
  }
}

const forbidden = "You don't have permission to read or write there.";
const taken = "There is something else with that name.";

/** What the file system says when it is about the folder, not about a bug of ours. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: "The file system is read-only.",
  ENOSPC: "The disk is full.",
  EDQUOT: "Your disk quota is used up.",
  EFBIG: "No file may become that large.",
  EIO: "The disk can't be read or written.",
  EMFILE: "Too many files are open: ulimit -n says how many may be.",
  ENFILE: "Too many files are open on this machine.",
  ENOTDIR: "Part of the path is a file, not a folder.",
  ELOOP: "Part of the path is a symbolic link that leads back to itself.",
  EEXIST: taken,
  ENOTEMPTY: taken,
  EISDIR: "There is a folder with the name of a file.",
  ENAMETOOLONG: "The path is too long.",
};

/**
 * Runs `work`. What the file system refuses comes out as `directory-unusable`, and something else in the place of a file as
 * `data-unreadable`, both with the reason and the way out.
 */
export async function explainFileErrors<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explainFileError(directory, error);
  }
}

function explainFileError(directory: string, error: unknown): unknown {
  if (error instanceof LocalOrgError) return error;
  if (error instanceof UnreadableFileError) return createUnreadableError(directory, error);
  if (error instanceof ForeignFolderError) return createForeignError(error);
  const { code = "", syscall } = error as NodeJS.ErrnoException;
  // No folder can be made below /proc, and Linux says that there is none.
  const why = syscall === "mkdir" && code === "ENOENT" ? "No folder can be made there." : reasons[code];
  if (syscall === undefined || why === undefined) return error;
  return new LocalOrgError("directory-unusable", {
    message: `${directory} can't be used for the data of a local org.`,
    why: describePlace(directory, error as NodeJS.ErrnoException, why),
    next: "Name another folder: OKTA_UNLOCK_DATA_DIR, or --data-dir.",
    cause: error,
  });
}

/** With the path, when that is not the folder itself. */
function describePlace(
  directory: string,
  { path, dest }: NodeJS.ErrnoException & { dest?: string },
  why: string,
) {
  const place = dest ?? path;
  return place === undefined || place === directory ? why : `${why} It is about ${place}.`;
}

function createUnreadableError(directory: string, error: UnreadableFileError): LocalOrgError {
  return new LocalOrgError("data-unreadable", {
    message: `The local org can't read its data: ${error.path}`,
    why: error.message,
    next: `Put it right, or start over (the apps and users of the local org are lost): ${formatReset(directory)}`,
    cause: error,
  });
}

function createForeignError(error: ForeignFolderError): LocalOrgError {
  return new LocalOrgError("directory-unusable", {
    message: error.message,
    why: "Who can write in the folder could put a certificate authority of their own there, which you would trust.",
    next: `Name a folder of your own: okta-unlock local start --data-dir <folder>`,
    cause: error,
  });
}

/** The command that removes the org in a data folder. */
export function formatReset(directory: string): string {
  return `okta-unlock local reset --data-dir ${quote(directory)}`;
}

/** On Windows in double quotes, which PowerShell, cmd and Git Bash know, unless one of them would obey what is inside. */
export function quote(path: string): string {
  if (/^[\w@%+=:,./-]+$/u.test(path)) return path;
  const isWindows = process.platform === "win32";
  if (isWindows && !/[$`%]|\\$/u.test(path)) return `"${path}"`;
  return `'${path.replaceAll("'", isWindows ? "''" : String.raw`'\''`)}'`;
}
