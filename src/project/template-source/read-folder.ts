import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
} from "node:fs";
import { join } from "node:path";
import { listPathFaults } from "../paths.ts";
import type { TemplateSource } from "./compile-template.ts";
import type { TemplateFault } from "./faults.ts";
import { isLeftBehind } from "./left-behind.ts";
import { templateJsonName } from "./template-json.ts";

/** Far more than a template needs; what is larger is a mistake, or meant to do harm. */
const templateLimits = {
  /** Of the whole template. */
  files: 2000,
  /** In bytes. */
  total: 32 * 1024 * 1024,
  /** In bytes, of one file. */
  file: 4 * 1024 * 1024,
  /** In bytes, of a file that is parsed. */
  parsed: 1024 * 1024,
  /** In bytes, of a path in the template. */
  path: 240,
  /** Folders inside each other. */
  depth: 24,
} as const;

/** One reading of a folder. */
interface Reading {
  /** Absolute, without any link. */
  readonly root: string;
  readonly faults: TemplateFault[];
  readonly files: Map<string, Uint8Array>;
  total: number;
}

/**
 * Reads a template of anybody's. `folder` is absolute. Only regular files inside it are read, and none of a bad name or beyond
 * the limits: each such thing is a fault, and so is one that is exchanged while it is read.
 */
export function readTemplateFolder(folder: string): {
  readonly source: TemplateSource;
  readonly faults: readonly TemplateFault[];
} {
  const reading: Reading = { root: realpathSync(folder), faults: [], files: new Map(), total: 0 };
  for (const path of listPaths(reading)) readFile(reading, path);
  const { files, faults } = reading;
  const json = files.get(templateJsonName);
  files.delete(templateJsonName);
  if (json === undefined && !faults.some(({ file }) => file === templateJsonName || file === "."))
    faults.push({ file: templateJsonName, problem: "is missing" });
  const text =
    json === undefined
      ? ""
      : Buffer.from(json)
          .toString("utf8")
          .replace(/^\uFEFF/u, "");
  return { source: { json: text, files }, faults };
}

/** The paths of the files, sorted by code unit. */
function listPaths({ root, faults }: Pick<Reading, "root" | "faults">): readonly string[] {
  const found: string[] = [];
  const folders: string[] = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const at = folder;
    for (const entry of readEntries(join(root, at), at, faults)) {
      const path = at === "" ? entry.name : `${at}/${entry.name}`;
      if (isLeftBehind(entry.name)) continue;
      const problem = findEntryFault(path, entry.kind);
      if (problem !== undefined) faults.push({ file: path, problem });
      else if (entry.kind === "folder") folders.push(path);
      else found.push(path);
      if (found.length + folders.length <= templateLimits.files) continue;
      faults.push({ file: ".", problem: `has more than ${templateLimits.files} files and folders` });
      return [];
    }
  }
  found.sort();
  const faulty = new Set<number>();
  for (const [index, problem] of listPathFaults(found)) {
    faults.push({ file: found[index] ?? "", problem: problem.replace(/\.$/u, "") });
    faulty.add(index);
  }
  return found.filter((_, index) => !faulty.has(index));
}

interface Entry {
  readonly name: string;
  readonly kind: "file" | "folder" | "link" | "other" | "gone";
}

function readEntries(folder: string, at: string, faults: TemplateFault[]): readonly Entry[] {
  try {
    return readdirSync(folder).map((name) => {
      // A name that is not Unicode leads nowhere.
      const stats = lstatSync(join(folder, name), { throwIfNoEntry: false });
      if (stats === undefined) return { name, kind: "gone" };
      if (stats.isSymbolicLink()) return { name, kind: "link" };
      if (stats.isDirectory()) return { name, kind: "folder" };
      return { name, kind: stats.isFile() ? "file" : "other" };
    });
  } catch (error) {
    faults.push({ file: at === "" ? "." : at, problem: `can't be read (${nameError(error)})` });
    return [];
  }
}

function findEntryFault(path: string, kind: Entry["kind"]): string | undefined {
  if (path.includes("\uFFFD")) return "has a name that is not Unicode";
  if (Buffer.byteLength(path) > templateLimits.path)
    return `has a path of more than ${templateLimits.path} bytes`;
  if (path.split("/").length > templateLimits.depth)
    return `lies in more than ${templateLimits.depth} folders inside each other`;
  if (kind === "gone") return exchanged;
  if (kind === "link") return "is a symbolic link; put the file itself there";
  return kind === "other" ? "is a pipe, a socket or a device, not a file" : undefined;
}

function readFile(reading: Reading, path: string): void {
  const { faults, files } = reading;
  const isParsed = path.endsWith(".hbs") || path === templateJsonName;
  const limit = isParsed ? templateLimits.parsed : templateLimits.file;
  const contents = readInside(reading.root, path, limit);
  if (typeof contents === "string") {
    faults.push({ file: path, problem: contents });
    return;
  }
  const before = reading.total;
  reading.total += contents.length;
  if (reading.total <= templateLimits.total) files.set(path, contents);
  else if (before <= templateLimits.total)
    faults.push({ file: ".", problem: `is larger than ${formatSize(templateLimits.total)}` });
}

/** The bytes of a file, or what is wrong with it. */
function readInside(root: string, path: string, limit: number): Uint8Array | string {
  const full = join(root, path);
  let descriptor: number | undefined;
  try {
    // Without O_NONBLOCK a pipe would hold up the process. Windows has neither flag.
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants as Partial<typeof constants>;
    descriptor = openSync(full, (O_RDONLY ?? 0) | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0));
    if (!isSameFile(full, descriptor)) return exchanged;
    const { size } = fstatSync(descriptor);
    const contents = size > limit ? undefined : readUpTo(descriptor, limit);
    if (contents === undefined) return `is larger than ${formatSize(limit)}`;
    return isSameFile(full, descriptor) ? contents : exchanged;
  } catch (error) {
    const code = nameError(error);
    return code === "ELOOP" || code === "ENOENT" ? exchanged : `can't be read (${code})`;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

const exchanged = "was exchanged while it was read";

/** True when the file that is open is the regular file at that very path, and no folder on the way is a link. */
function isSameFile(full: string, descriptor: number): boolean {
  const open = fstatSync(descriptor, { bigint: true });
  const there = lstatSync(full, { bigint: true });
  return open.isFile() && there.ino === open.ino && there.dev === open.dev && realpathSync(full) === full;
}

/** Undefined for a file that is larger, also one that grows while it is read. */
function readUpTo(descriptor: number, limit: number): Uint8Array | undefined {
  const chunks: Buffer[] = [];
  let length = 0;
  for (;;) {
    const chunk = Buffer.alloc(64 * 1024);
    const read = readSync(descriptor, chunk);
    if (read === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, read));
    length += read;
    if (length > limit) return undefined;
  }
}

function formatSize(bytes: number): string {
  return `${bytes / 1024 / 1024} MB`;
}

function nameError(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
}
