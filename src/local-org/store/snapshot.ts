import type { FileHandle } from "node:fs/promises";
import { open, rename, rm } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Tables } from "./change.ts";
import { encodeLine, createHeader, composeStateFilePath } from "./state-files.ts";

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
  await rename(temporary, path);
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
