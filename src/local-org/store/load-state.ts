import { dirname } from "node:path";
import { readRegularFile } from "../../files/read-file.ts";
import { formatReset, LocalOrgError } from "../local-org-error.ts";
import type { Change, Tables } from "./change.ts";
import { applyChange } from "./change.ts";
import { decodeLine, listGenerations, composeStateFilePath, stateSchema } from "./state-files.ts";
import type { SnapshotFooter, StateFileKind, StateHeader } from "./state-files.ts";

export interface LoadedState {
  readonly tables: Tables;
  /** The generation whose journal is to be continued; 0 when there is no state yet. */
  readonly generation: number;
  /** How many bytes of that journal are whole records. */
  readonly journalBytes: number;
}

/**
 * Reads the newest snapshot and every journal since. Changes nothing on disk, so it may look at a folder that another
 * process owns. Throws `data-unreadable`.
 */
export function loadState(directory: string): LoadedState {
  const tables: Tables = new Map();
  const snapshot = listGenerations(directory, "snapshot").at(-1) ?? 0;
  if (snapshot > 0) loadSnapshot(tables, composeStateFilePath(directory, "snapshot", snapshot));
  const journals = listGenerations(directory, "journal").filter((generation) => generation >= snapshot);
  const isFirst = snapshot === 0 && journals.length === 1;
  let journalBytes = 0;
  for (const generation of journals) {
    const path = composeStateFilePath(directory, "journal", generation);
    const content = readStateFile(path, "journal");
    // The first record appears with the file: what was cut short is the org itself.
    if (isFirst && content.records.length === 0 && content.isTorn) throwUnreadable(path, 2);
    for (const record of content.records) applyAll(tables, record as readonly Change[]);
    journalBytes = content.wholeBytes;
  }
  return { tables, generation: journals.at(-1) ?? snapshot, journalBytes };
}

function applyAll(tables: Tables, changes: readonly Change[]): void {
  for (const change of changes) applyChange(tables, change);
}

/** A snapshot is renamed into place when it is whole, so one without its footer was cut by something else. */
function loadSnapshot(tables: Tables, path: string): void {
  const { records } = readStateFile(path, "snapshot");
  const footer = records.at(-1) as Partial<SnapshotFooter> | undefined;
  if (footer?.end !== records.length - 1) throwTruncated(path);
  for (const record of records.slice(0, -1)) applyChange(tables, record as Change);
}

function throwTruncated(path: string): never {
  throw new LocalOrgError("data-unreadable", {
    message: `The local org can't read its data: the end of ${path} is missing.`,
    next: suggestRestore(path),
  });
}

export interface StateFileContent {
  /** The records after the header. */
  readonly records: readonly unknown[];
  /** How many bytes are whole records; anything after them is a torn last write. */
  readonly wholeBytes: number;
  /** True when something comes after them. */
  readonly isTorn: boolean;
}

/**
 * Reads a state file. A last line without its newline is a write that a crash cut short: it was never acknowledged and is
 * left out. Anything else that is wrong throws `data-unreadable`: nothing is guessed and nothing is overwritten. A file
 * appears with its header, so that one without a whole line was damaged, too.
 */
function readStateFile(path: string, kind: StateFileKind): StateFileContent {
  const bytes = dropZeroTail(readRegularFile(path) ?? throwGone(path));
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  if (wholeBytes === 0) throwUnreadable(path, 1);
  const lines = bytes.toString("utf8", 0, wholeBytes - 1).split("\n");
  const values = lines.map((line, index) => decodeLine(line) ?? throwUnreadable(path, index + 1));
  checkHeader(path, kind, values[0]);
  if (!isTornLine(bytes.toString("latin1", wholeBytes))) throwUnreadable(path, lines.length + 1);
  return { records: values.slice(1), wholeBytes, isTorn: bytes.length > wholeBytes };
}

/** True for the beginning of a line: what follows it would have been written after it. */
function isTornLine(text: string): boolean {
  return /^(?:[\da-f]{0,8}|[\da-f]{8} .*)$/u.test(text) && decodeLine(text.slice(0, -1)) === undefined;
}

/** Reading starts anew: it was folded into a snapshot in between. */
function throwGone(path: string): never {
  throw Object.assign(new Error(`${path} is gone`), { code: "ENOENT", syscall: "open", path });
}

/** After a power cut some file systems leave zeros where the last write should be. */
function dropZeroTail(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return bytes.subarray(0, end);
}

function checkHeader(path: string, kind: StateFileKind, value: unknown): void {
  const header = value as Partial<StateHeader> | null;
  if (header?.file !== `okta-unlock local org ${kind}`) throwUnreadable(path, 1);
  if (header.schema !== stateSchema) throwNewer(path);
}

function throwUnreadable(path: string, line: number): never {
  throw new LocalOrgError("data-unreadable", {
    message: `The local org can't read its data: line ${line} of ${path} is damaged.`,
    why: "The checksum of the line doesn't match: something other than okta-unlock changed the file.",
    next: suggestRestore(path),
  });
}

/** A state file lies in the folder `state` of the data folder. */
function suggestRestore(path: string): string {
  return `Restore the file from a backup, or start over (the apps and users of the local org are lost): ${formatReset(dirname(dirname(path)))}`;
}

function throwNewer(path: string): never {
  throw new LocalOrgError("data-unreadable", {
    message: `The local org can't read its data: ${path} was written by another version of okta-unlock.`,
    why: `This version reads schema ${stateSchema} only.`,
    next: `Use that version, or start over: ${formatReset(dirname(dirname(path)))}`,
  });
}
