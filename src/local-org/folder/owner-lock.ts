import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isLiving, type ProcessRecord, thisProcess } from "./process-identity.ts";

/** The process that has, or had, a data folder. */
interface Owner extends ProcessRecord {
  readonly released?: true;
}

export interface OwnerLock {
  release(): void;
}

/** Somebody else has the folder. */
export interface Held {
  readonly pid: number;
}

export interface Patience {
  /** How long to wait for a living owner, in milliseconds. */
  readonly waitMs: number;
  /** Ends the waiting with its reason. */
  readonly signal?: AbortSignal | undefined;
}

export function isHeld(outcome: OwnerLock | Held): outcome is Held {
  return "pid" in outcome;
}

const retryMs = 40;
/** A lock file without content is one that is being written; after this long its writer has died. */
const writingMs = 5000;

/**
 * Takes the folder for this process, or says who has it when waiting for it was in vain.
 *
 * Locks are numbered files: the highest number counts. A dead owner is followed by creating the next number, which only
 * one process can do; the number is never used again, so a slow starter can't take what another one took in the meantime.
 */
export async function takeOwnerLock(directory: string, patience: Patience): Promise<OwnerLock | Held> {
  const until = performance.now() + patience.waitMs;
  const me: Owner = await thisProcess();
  for (;;) {
    patience.signal?.throwIfAborted();
    const last = highest(directory);
    const owner = readOwner(directory, last);
    const held = await isHolding(owner);
    if (!held && claim(directory, last + 1, me)) return lockOf(directory, last + 1, me);
    if (held && owner !== "being written" && performance.now() >= until) return { pid: owner?.pid ?? 0 };
    await sleep(retryMs);
  }
}

/** True while a living process has the folder. */
export async function isOwned(directory: string): Promise<boolean> {
  return isHolding(readOwner(directory, highest(directory)));
}

type LastOwner = Owner | "being written" | undefined;

async function isHolding(owner: LastOwner): Promise<boolean> {
  if (owner === undefined || owner === "being written") return owner !== undefined;
  return owner.released !== true && (await isLiving(owner));
}

function pathOf(directory: string, number: number): string {
  return join(directory, `owner-${number}.json`);
}

function numbers(directory: string): number[] {
  try {
    return readdirSync(directory).flatMap((name) => Number(/^owner-(\d+)\.json$/.exec(name)?.[1] ?? 0) || []);
  } catch {
    return [];
  }
}

function highest(directory: string): number {
  return Math.max(0, ...numbers(directory));
}

/** The owner in a lock file; undefined when there is none or its writer died before writing. */
function readOwner(directory: string, number: number): LastOwner {
  const path = pathOf(directory, number);
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Owner;
  } catch {
    const age = ageOf(path);
    return age === undefined || age > writingMs ? undefined : "being written";
  }
}

function ageOf(path: string): number | undefined {
  try {
    return Math.abs(Date.now() - statSync(path).mtimeMs);
  } catch {
    return undefined;
  }
}

/** True when this process made the file, and nobody has gone further in the meantime. */
function claim(directory: string, number: number, me: Owner): boolean {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(pathOf(directory, number), JSON.stringify(me), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
  if (highest(directory) === number) return true;
  rmSync(pathOf(directory, number), { force: true });
  return false;
}

function lockOf(directory: string, number: number, me: Owner): OwnerLock {
  for (const older of numbers(directory).filter((each) => each < number)) {
    rmSync(pathOf(directory, older), { force: true });
  }
  return {
    release: () => {
      const temporary = join(directory, `released-${number}.tmp`);
      writeFileSync(temporary, JSON.stringify({ ...me, released: true }), { mode: 0o600 });
      renameSync(temporary, pathOf(directory, number));
    },
  };
}
