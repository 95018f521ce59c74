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

/** What the file system says when it is about the folder, not about a bug of ours. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: "You don't have permission to read or write there.",
  EPERM: "You don't have permission to read or write there.",
  EROFS: "The file system is read-only.",
  ENOSPC: "The disk is full.",
  EDQUOT: "Your disk quota is used up.",
  ENOTDIR: "Part of the path is a file, not a folder.",
  EEXIST: "There is a file with that name.",
  ENAMETOOLONG: "The path is too long.",
};

/** Runs `work`; a failure of the file system comes out as `directory-unusable` with its reason and the way out. */
export async function explainFileErrors<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    const why = syscall === undefined ? undefined : reasons[code ?? ""];
    if (error instanceof LocalOrgError || why === undefined) throw error;
    throw new LocalOrgError("directory-unusable", {
      message: `${directory} can't be used for the data of a local org.`,
      why,
      next: "Name a folder you can write to: export OKTA_UNLOCK_DATA_DIR=<folder>",
      cause: error,
    });
  }
}
