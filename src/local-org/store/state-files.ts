import type { FileHandle } from "node:fs/promises";
import { open, rm } from "node:fs/promises";
import { renamePath } from "../../files/in-use.ts";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { listFolder } from "../../files/read-file.ts";
import type { Tables } from "./change.ts";

/** The schema of the state files. A file with a higher number was written by a newer version. */
export const stateSchema = 1;

export type StateFileKind = "snapshot" | "journal";

/** The first line of every state file. */
export interface StateHeader {
  readonly file: `okta-unlock local org ${StateFileKind}`;
  readonly schema: number;
  readonly generation: number;
}

/** The last line of a snapshot: it is whole only with it. */
export interface SnapshotFooter {
  readonly end: number;
}

export function createHeader(kind: StateFileKind, generation: number): StateHeader {
  return { file: `okta-unlock local org ${kind}`, schema: stateSchema, generation };
}

export function composeStateFilePath(directory: string, kind: StateFileKind, generation: number): string {
  return join(directory, `${kind}-${generation}.jsonl`);
}

/** The generations that have a file of `kind`, ascending. */
export function listGenerations(directory: string, kind: StateFileKind): number[] {
  const pattern = new RegExp(`^${kind}-(\\d+)\\.jsonl$`);
  return (listFolder(directory) ?? [])
    .flatMap((name) => pattern.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((one, other) => one - other);
}

/** One record of a state file: the CRC-32 of the JSON in eight hex digits, a space, the JSON, a newline. */
export function encodeLine(value: unknown): string {
  const json = JSON.stringify(value);
  return `${computeChecksum(json)} ${json}\n`;
}

/** The value of a line (without its newline), or undefined when the checksum or the JSON is wrong. */
export function decodeLine(line: string): unknown {
  const json = line.slice(9);
  if (line[8] !== " " || computeChecksum(json) !== line.slice(0, 8)) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function computeChecksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}

/** Records per write: small enough that requests in between don't wait visibly. */
const batchSize = 200;

/** Shallow copies of the tables: enough, because stored values are never changed in place. */
export function freeze(tables: Tables): Tables {
  return new Map([...tables].map(([name, table]) => [name, new Map(table)]));
}

/**
 * Writes the tables as the snapshot of `generation`: into a temporary file, flushed to the disk, then renamed into place.
 * Lets other work run in between.
 */
export async function writeSnapshot(directory: string, generation: number, tables: Tables): Promise<void> {
  const path = composeStateFilePath(directory, "snapshot", generation);
  const temporary = `${path}.tmp`;
  const file = await open(temporary, "w", 0o600);
  try {
    await writeRecords(file, generation, tables);
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(temporary, { force: true });
    throw error;
  }
  await file.close();
  renamePath(temporary, path);
}

async function writeRecords(file: FileHandle, generation: number, tables: Tables): Promise<void> {
  let lines = [encodeLine(createHeader("snapshot", generation))];
  let count = 0;
  for (const [collection, table] of tables) {
    for (const [key, value] of table) {
      lines.push(encodeLine({ put: collection, key, value }));
      count += 1;
      if (lines.length < batchSize) continue;
      await file.write(lines.join(""));
      lines = [];
      await nextTurn();
    }
  }
  await file.write(`${lines.join("")}${encodeLine({ end: count })}`);
}
