import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readRegularFile, UnreadableFileError } from "../files/read-file.ts";
import type { SampleFile, SamplesPlan } from "./plan-samples.ts";

/** A file that is not as `samples build` makes it. */
export interface SampleDifference {
  /** Relative to the folder of the samples, with forward slashes. */
  readonly path: string;
  /** `changed`: stale, or edited by hand. `extra`: no file of the samples. */
  readonly kind: "missing" | "changed" | "extra";
  /** The text that is there, with the line ends of Unix; undefined when that is nothing, or no text. */
  readonly found?: string;
  /** The text that should be there; undefined when nothing should, or no text. */
  readonly wanted?: string;
}

/** Compares a folder with what `samples build` would write there. Line ends that git changed on check-out are no difference. */
export function compareSamples(plan: SamplesPlan, folder: string): readonly SampleDifference[] {
  const wanted = new Map(plan.files.map((file) => [file.path, file]));
  const there = listTree(folder);
  const paths = [...new Set([...wanted.keys(), ...there])].toSorted();
  return paths.flatMap((path) => compareFile(path, wanted.get(path), readBytes(join(folder, path))) ?? []);
}

function compareFile(
  path: string,
  wanted: SampleFile | undefined,
  found: Buffer | undefined,
): SampleDifference | undefined {
  const texts = {
    ...textOf("found", found === undefined ? undefined : withUnixLineEnds(found)),
    ...textOf("wanted", wanted === undefined ? undefined : Buffer.from(wanted.contents)),
  };
  if (wanted === undefined) return { path, kind: "extra", ...texts };
  if (found === undefined) return { path, kind: "missing", ...texts };
  const expected = Buffer.from(wanted.contents);
  const isSame = expected.equals(found) || withUnixLineEnds(expected).equals(withUnixLineEnds(found));
  return isSame ? undefined : { path, kind: "changed", ...texts };
}

/** The `gradlew.bat` of an Android project has the line ends of Windows, and git may have given it those of Unix. */
function withUnixLineEnds(contents: Buffer): Buffer {
  return isText(contents) ? Buffer.from(contents.toString("utf8").replaceAll("\r\n", "\n")) : contents;
}

function textOf<Key extends string>(key: Key, contents: Buffer | undefined): Partial<Record<Key, string>> {
  if (contents === undefined || !isText(contents)) return {};
  return { [key]: contents.toString("utf8") } as Partial<Record<Key, string>>;
}

/** As git has it: a file with a zero byte is binary. */
function isText(contents: Buffer): boolean {
  return !contents.includes(0);
}

/** Of a repository, and what systems leave in folders by themselves. */
const ignored = new Set([".git", ".DS_Store", "Thumbs.db", "desktop.ini"]);

export function isIgnored(name: string): boolean {
  return ignored.has(name);
}

/** The paths of all that is no folder, below a folder; a link is not followed. */
function listTree(folder: string, prefix = ""): string[] {
  const entries = readdirSync(join(folder, prefix), { withFileTypes: true });
  return entries
    .filter(({ name }) => !isIgnored(name))
    .flatMap((entry) =>
      entry.isDirectory() ? listTree(folder, `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`],
    );
}

const largestFile = 16 * 1024 * 1024;

/** Undefined when nothing is there; an empty buffer stands for what is there but is no file that can be read. */
function readBytes(path: string): Buffer | undefined {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  try {
    return readRegularFile(path, { largest: largestFile, refusesLinks: true });
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    return Buffer.alloc(0);
  }
}
