import { hint } from "../hints.ts";
import { OktaUnlockError } from "../errors.ts";

const anotherFolder = `Choose another folder: ${hint("create", { args: ["<directory>"] })}`;
const again = `Then run the same command again: ${hint("create")}`;

/** What a system error says of a folder, and what to do about it. */
const meanings: Readonly<Record<string, readonly [message: (path: string) => string, next: string]>> = {
  ENOSPC: [(path) => `The disk that holds ${path} is full.`, `Free some space. ${again}`],
  EDQUOT: [(path) => `Your quota on the disk that holds ${path} is used up.`, `Free some space. ${again}`],
  EACCES: [(path) => `You may not write to ${path}.`, anotherFolder],
  EPERM: [(path) => `You may not write to ${path}.`, anotherFolder],
  EROFS: [(path) => `${path} is on a disk that can only be read.`, anotherFolder],
  ENAMETOOLONG: [(path) => `The path ${path} is too long for this system.`, anotherFolder],
  ENOTDIR: [(path) => `A part of ${path} is a file, not a folder.`, anotherFolder],
  ENOENT: [(path) => `The folder ${path} can't be made.`, anotherFolder],
  EINVAL: [(path) => `${path} is not a name this system accepts.`, anotherFolder],
  ENOTEMPTY: [(path) => `Something appeared in ${path} while the project was made.`, anotherFolder],
  EEXIST: [(path) => `Something appeared in ${path} while the project was made.`, anotherFolder],
  EBUSY: [(path) => `${path} is in use by another program.`, `Close that program. ${again}`],
};

/** A system error about `path` as a `directory-unusable` error; anything else is given back as it is. */
export function directoryError(error: unknown, path: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  const meaning = error instanceof OktaUnlockError || code === undefined ? undefined : meanings[code];
  if (meaning === undefined) return error;
  const [describe, next] = meaning;
  return new OktaUnlockError("directory-unusable", {
    message: describe(path),
    why: `The system says: ${message}.`,
    next,
    cause: error,
  });
}
