import { readdirSync } from "node:fs";
import { join } from "node:path";

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

export function headerFor(kind: StateFileKind, generation: number): StateHeader {
  return { file: `okta-unlock local org ${kind}`, schema: stateSchema, generation };
}

export function stateFilePath(directory: string, kind: StateFileKind, generation: number): string {
  return join(directory, `${kind}-${generation}.jsonl`);
}

/** The generations that have a file of `kind`, ascending. */
export function generationsOf(directory: string, kind: StateFileKind): number[] {
  const pattern = new RegExp(`^${kind}-(\\d+)\\.jsonl$`);
  return readdirSync(directory)
    .flatMap((name) => pattern.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((one, other) => one - other);
}
