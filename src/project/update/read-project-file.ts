import { lstatSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";
import { readRegularFile } from "../../files/read-file.ts";
import { hashContents } from "../manifest.ts";

/** What is in the place of a file. */
export type FoundFile =
  | { readonly kind: "file"; readonly bytes: Buffer; readonly isExecutable: boolean }
  | { readonly kind: "missing" }
  /** A link, a folder, or what can't be read: never replaced. */
  | { readonly kind: "other" };

/** Far more than any file of a project has. */
const largest = 64 * 1024 * 1024;

/** Reads a file of the project in `directory`. No link is followed, whether it is the file or a folder above it. */
export function readProjectFile(directory: string, path: string): FoundFile {
  if (leadsElsewhere(directory, path)) return { kind: "other" };
  const stats = readStats(join(directory, path));
  if (stats === undefined) return { kind: "missing" };
  if (!stats.isFile()) return { kind: "other" };
  try {
    const bytes = readRegularFile(join(directory, path), { largest, refusesLinks: true });
    if (bytes === undefined) return { kind: "missing" };
    return { kind: "file", bytes, isExecutable: (stats.mode & 0o100) !== 0 };
  } catch {
    return { kind: "other" };
  }
}

/** SHA-256 of the file; undefined when there is none. */
export function hashProjectFile(directory: string, path: string): string | undefined {
  const found = readProjectFile(directory, path);
  return found.kind === "file" ? hashContents(found.bytes) : undefined;
}

/** True when something that is no folder stands above the path. */
function leadsElsewhere(directory: string, path: string): boolean {
  for (let above = dirname(path); above !== "."; above = dirname(above)) {
    const stats = readStats(join(directory, above));
    if (stats !== undefined && !stats.isDirectory()) return true;
  }
  return false;
}

function readStats(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** A text as it is merged. */
export interface FileText {
  /** With `\n` as line end. */
  readonly text: string;
  readonly lineEnd: "\n" | "\r\n";
}

/** The text of a file; undefined for what is none. Line ends are put right only where all of them are those of Windows. */
export function readFileText(contents: string | Uint8Array): FileText | undefined {
  const text = typeof contents === "string" ? contents : Buffer.from(contents).toString("utf8");
  if (text.includes("\0")) return undefined;
  if (typeof contents !== "string" && !Buffer.from(text).equals(contents)) return undefined;
  const isWindows = text.includes("\r\n") && !/(?<!\r)\n|\r(?!\n)/u.test(text);
  return isWindows ? { text: text.replaceAll("\r\n", "\n"), lineEnd: "\r\n" } : { text, lineEnd: "\n" };
}

/** The contents with the line ends that the file of the user has. */
export function writeLineEnds(text: string, lineEnd: FileText["lineEnd"]): string {
  return lineEnd === "\n" ? text : text.replaceAll("\n", lineEnd);
}
