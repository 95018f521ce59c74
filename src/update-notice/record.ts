import { join } from "node:path";
import { isHeld, takeLock } from "../files/lock.ts";
import { writePrivateFile } from "../files/private-file.ts";
import { makePrivateFolder } from "../files/private-folder.ts";
import { readTextFile } from "../files/read-file.ts";
import type { Branded } from "../values/branded.ts";

/** A version that anybody may install, no prerelease: `1.2.0`. */
export type ReleasedVersion = Branded<"ReleasedVersion">;

/** What is known of newer versions. Times in milliseconds since 1970; 0 for never. */
export interface ReleaseRecord {
  /** When the registry was asked last, whatever came of it. */
  readonly checkedAt: number;
  /** When a person was told last. */
  readonly shownAt: number;
  readonly latest?: ReleasedVersion | undefined;
}

/** Undefined for what is no text of three numbers. It is printed and stored, so it is kept short. */
export function readReleasedVersion(value: unknown): ReleasedVersion | undefined {
  const isOne = typeof value === "string" && /^\d{1,9}\.\d{1,9}\.\d{1,9}$/u.test(value);
  return isOne ? (value as ReleasedVersion) : undefined;
}

const largest = 1024;

/** Reads the record in the config folder; what can't be read is as if it had never been written. */
export function readRecord(directory: string): ReleaseRecord {
  const fields = readFields(directory);
  const { checkedAt, shownAt, latest } = fields;
  return {
    checkedAt: readTime(checkedAt),
    shownAt: readTime(shownAt),
    latest: readReleasedVersion(latest),
  };
}

function readFields(directory: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(readTextFile(locateRecord(directory), { largest }) ?? "{}")) as Record<
      string,
      unknown
    >;
  } catch {
    return {};
  }
}

function readTime(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

/**
 * Replaces the record by what `change` makes of it; nothing is written when that is undefined. `change` is not called when another
 * process has the record for `waitMs` milliseconds. Throws the error of the file system.
 */
export async function changeRecord(
  directory: string,
  waitMs: number,
  change: (record: ReleaseRecord) => ReleaseRecord | undefined,
): Promise<void> {
  makePrivateFolder(directory);
  const lock = await takeLock(join(directory, "update-notice.lock"), { waitMs, isImpatient: true });
  if (isHeld(lock)) return;
  try {
    const changed = change(readRecord(directory));
    if (changed !== undefined) writePrivateFile(locateRecord(directory), JSON.stringify(changed));
  } finally {
    lock.release();
  }
}

function locateRecord(directory: string): string {
  return join(directory, "update-notice.json");
}
