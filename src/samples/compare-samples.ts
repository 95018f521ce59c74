import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readRegularFile, UnreadableFileError } from "../files/read-file.ts";
import { hashContents } from "../project/manifest.ts";
import type { SampleFile, SamplesPlan } from "./plan-samples.ts";

/** A file that is not as `samples build` makes it. */
export interface SampleDifference {
  /** Relative to the folder of the samples, with forward slashes; of a whole folder that is extra, with one at its end. */
  readonly path: string;
  /** `changed`: stale, or edited by hand. `extra`: no file of the samples. */
  readonly kind: "missing" | "changed" | "extra";
  /** Set for a script that can't be run. */
  readonly lacksExecutable?: true;
  /** The text that is there, with the line ends of Unix; undefined when that is nothing, no text, or extra. */
  readonly found?: string;
  /** The text that should be there; undefined when nothing should, or no text. */
  readonly wanted?: string;
}

/** Compares a folder with what `samples build` would write there. Line ends that git changed on check-out are no difference. */
export function compareSamples(plan: SamplesPlan, folder: string): readonly SampleDifference[] {
  const wanted = new Map(plan.files.map((file) => [file.path, file]));
  const there = listTree(folder, listFolders(wanted.keys()));
  const paths = [...new Set([...wanted.keys(), ...there])].toSorted();
  return paths.flatMap((path) => {
    const file = wanted.get(path);
    return file === undefined ? { path, kind: "extra" } : (compareFile(file, join(folder, path)) ?? []);
  });
}

/** True when a file is as it was made, but for line ends that git changes on check-out. */
export function isAsMade(contents: Buffer, sha256: string): boolean {
  if (hashContents(contents) === sha256) return true;
  if (!isText(contents)) return false;
  const unix = contents.toString("utf8").replaceAll("\r\n", "\n");
  return [unix, unix.replaceAll("\n", "\r\n")].some((text) => hashContents(text) === sha256);
}

/** True for a script that its owner can't run. Windows has no such thing. */
export function lacksExecutable({ executable }: SampleFile, path: string): boolean {
  return executable === true && process.platform !== "win32" && (lstatSync(path).mode & 0o100) === 0;
}

function compareFile(wanted: SampleFile, at: string): SampleDifference | undefined {
  const { path } = wanted;
  const found = readBytes(at);
  const texts = {
    ...textOf("found", found === undefined ? undefined : withUnixLineEnds(found)),
    ...textOf("wanted", withUnixLineEnds(Buffer.from(wanted.contents))),
  };
  if (found === undefined) return { path, kind: "missing", ...texts };
  const expected = Buffer.from(wanted.contents);
  const isSame = expected.equals(found) || withUnixLineEnds(expected).equals(withUnixLineEnds(found));
  if (lacksExecutable(wanted, at)) return { path, kind: "changed", lacksExecutable: true, ...texts };
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

/** The folders that files lie in, with a slash at the end. */
function listFolders(paths: Iterable<string>): ReadonlySet<string> {
  return new Set(
    Array.from(paths).flatMap((path) =>
      Array.from(path.matchAll(/\//gu), ({ index }) => path.slice(0, index + 1)),
    ),
  );
}

/**
 * The paths of all that is no folder, below a folder; a link is not followed. A folder that is none of `ours` is one path: a project
 * that was built has thousands of files more.
 */
function listTree(folder: string, ours: ReadonlySet<string>, prefix = ""): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = `${prefix}${entry.name}`;
    if (isIgnored(entry.name)) return [];
    if (!entry.isDirectory()) return [path];
    if (ours.has(`${path}/`)) return listTree(folder, ours, `${path}/`);
    return holdsFile(join(folder, path)) ? [`${path}/`] : [];
  });
}

/** Git keeps no folder without a file. */
function holdsFile(folder: string): boolean {
  return readdirSync(folder, { withFileTypes: true }).some(
    (entry) => !isIgnored(entry.name) && (!entry.isDirectory() || holdsFile(join(folder, entry.name))),
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
