import { LocalOrgError } from "../local-org-error.ts";

/** What the file system says when it is about the folder, not about a bug of ours. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: "You may not read or write there.",
  EPERM: "You may not read or write there.",
  EROFS: "The file system is read-only.",
  ENOSPC: "The disk is full.",
  EDQUOT: "Your disk quota is used up.",
  ENOTDIR: "A part of the path is a file.",
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
      message: `${directory} can't hold the data of a local org.`,
      why,
      next: "Name a folder you can write to: export OKTA_UNLOCK_DATA_DIR=<folder>",
      cause: error,
    });
  }
}
