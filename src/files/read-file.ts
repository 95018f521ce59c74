import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  type Stats,
} from "node:fs";
import { retryInUse } from "./in-use.ts";

/** Something is at a path, but no file or folder that can be read. The message says what, as a sentence. */
export class UnreadableFileError extends Error {
  override readonly name = "UnreadableFileError";
  /** Absolute path of what could not be read. */
  readonly path: string;
  /** True when the system refused to read what may well be the file: by its permissions, or as another program has it open. */
  readonly isRefused: boolean;

  constructor(path: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.path = path;
    this.isRefused =
      cause !== undefined && !otherThings.includes((cause as NodeJS.ErrnoException).code ?? "");
  }
}

/** The codes for something else than a file or a folder. */
const otherThings = ["EISDIR", "ENOTDIR", "ELOOP", "ENXIO"];

/** What may be read. */
export interface ReadLimits {
  /** In bytes. By default far more than any file of ours has: what is larger was not written by us. */
  readonly largest?: number;
  /** A symbolic link is refused: whoever wrote the folder could have it lead to any file of the person who reads it. */
  readonly refusesLinks?: true;
  /** A file that another program has open is not waited for: for who looks again anyway. */
  readonly isImpatient?: true;
}

const largestFile = 256 * 1024 * 1024;

/**
 * Reads a regular file; undefined when there is none. A folder, a pipe, a socket or a device in its place is refused, and
 * never waited for. Throws `UnreadableFileError`.
 */
export function readRegularFile(path: string, limits: ReadLimits = {}): Buffer | undefined {
  const { largest = largestFile, refusesLinks, isImpatient } = limits;
  let descriptor: number | undefined;
  try {
    if (refusesLinks && lstatSync(path).isSymbolicLink())
      throw new UnreadableFileError(path, "It is a symbolic link, not a file.");
    // Without O_NONBLOCK a pipe would hold up the whole process, deaf to every signal, until somebody writes into it.
    const open = (): number => openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    descriptor = isImpatient ? open() : retryInUse(open);
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new UnreadableFileError(path, `It is ${nameKind(stats)}, not a file.`);
    if (stats.size > largest) throw new UnreadableFileError(path, "It is far too large.");
    return readFileSync(descriptor);
  } catch (error) {
    if (error instanceof UnreadableFileError) throw error;
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new UnreadableFileError(path, explainReadError(error), error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The same as text, without the byte order mark that editors of Windows put in front. */
export function readTextFile(path: string, limits: ReadLimits = {}): string | undefined {
  return readRegularFile(path, limits)
    ?.toString("utf8")
    .replace(/^\uFEFF/u, "");
}

/** The names in a folder; undefined when there is none. Throws `UnreadableFileError`. */
export function listFolder(path: string): string[] | undefined {
  try {
    return retryInUse(() => readdirSync(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    const reason = code === "ENOTDIR" ? "It is not a folder." : explainReadError(error);
    throw new UnreadableFileError(path, reason, error);
  }
}

/** What something that is no file is. */
export function nameKind(stats: Stats): string {
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a pipe";
  return stats.isSocket() ? "a socket" : "a device";
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "You don't have permission to read it.",
  EPERM: "You don't have permission to read it.",
  EISDIR: "It is a folder, not a file.",
  ENOTDIR: "Part of its path is a file, not a folder.",
  ELOOP: "It is a symbolic link that leads back to itself.",
  // What a socket answers to being opened.
  ENXIO: "It is a socket or a device, not a file.",
};

function explainReadError(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}
