import { LocalOrgError } from "../local-org-error.ts";
import type { Change, Tables } from "./change.ts";
import { applyChange } from "./change.ts";
import { readStateFile } from "./read-state-file.ts";
import type { SnapshotFooter } from "./state-files.ts";
import { generationsOf, stateFilePath } from "./state-files.ts";

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
  const snapshot = generationsOf(directory, "snapshot").at(-1) ?? 0;
  if (snapshot > 0) loadSnapshot(tables, stateFilePath(directory, "snapshot", snapshot));
  const journals = generationsOf(directory, "journal").filter((generation) => generation >= snapshot);
  let journalBytes = 0;
  for (const generation of journals) {
    const content = readStateFile(stateFilePath(directory, "journal", generation), "journal");
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
    next: "Put the file back from a backup, or start afresh (apps and users of the local org are lost): okta-unlock local reset",
  });
}
