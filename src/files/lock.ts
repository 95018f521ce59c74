import { closeSync, openSync, rmdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureFolder } from "./ensure-folder.ts";
import { removeIfPossible, retryInUse } from "./in-use.ts";
import {
  identifyThisProcess,
  isOnThisMachine,
  isProcessAlive,
  isRunning,
  parseProcessIdentity,
  type ProcessIdentity,
} from "./process-identity.ts";
import { listFolder, readTextFile, UnreadableFileError } from "./read-file.ts";

/** What this process alone has, until it releases it. */
export interface Lock {
  release(): void;
  /** When its folder has been removed: by then another process may have one in the same place. */
  abandon(): void;
}

/** Another process has the lock. */
export interface Held {
  readonly pid: number;
}

export interface Patience {
  /** How long to wait for the holder, in milliseconds. */
  readonly waitMs: number;
  /** Ends the waiting with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** A lock file that can't be read, or that is only being written, counts as that of a process that has the lock. */
  readonly isImpatient?: true;
}

/** True when a lock was not taken. */
export function isHeld(outcome: Lock | Held): outcome is Held {
  return "pid" in outcome;
}

/** A lock file without its content is being written; after this long its writer has died. */
const writingMs = 5000;
/** A holder touches its file this often, for those who can't see its process. */
const beatMs = 5000;
/** Who has a lock file that can't be read is unknown: it may be readable in a moment, and is never taken over. */
const unreadableMs = 1000;
/** The lock of another machine that nobody has touched for this long belongs to a process that has died. */
const staleMs = 30_000;

/**
 * Takes a lock for this process, or returns the process that still has it after the wait. Throws the error of the file
 * system, and `UnreadableFileError` when something else is where the lock should be.
 *
 * A lock is a folder of numbered files, each of which names a process. To take it is to create the next number and then to
 * find that no other file names a living process: of two that do so at once, the one that looks last sees the other.
 * Numbers make it rare that both see each other; then both take their file back and try again.
 */
export async function takeLock(
  folder: string,
  { waitMs, signal, isImpatient }: Patience,
): Promise<Lock | Held> {
  const start = performance.now();
  const until = start + waitMs;
  const me = await identifyThisProcess();
  const look = createLook(folder);
  let seen: LockFile | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const files = await look();
    const holder = files.find(({ state }) => state !== "dead");
    if (holder === undefined) {
      const lock = await claim(folder, { number: Math.max(0, ...files.map(numberOf)) + 1, me, look });
      if (lock !== undefined) return lock;
    } else if (isImpatient && isSame(holder, seen) && performance.now() >= until) {
      return { pid: holder.pid };
    } else if (holder.state === "unreadable") {
      if (performance.now() >= Math.max(until, start + unreadableMs)) throw holder.error;
      // Seen twice, because one that is seen once may be about to take its file back.
    } else if (holder.state !== "being written" && isSame(holder, seen) && performance.now() >= until) {
      return { pid: holder.pid };
    }
    seen = holder;
    await sleep(20 + Math.random() * 40);
  }
}

/** True while a living process has the lock. */
export async function isLocked(folder: string): Promise<boolean> {
  const files = await createLook(folder)();
  return files.some(({ state }) => state !== "dead");
}

type LockFile = { readonly number: number; readonly pid: number } & (
  | { readonly state: "held" | "being written" | "dead" }
  | { readonly state: "unreadable"; readonly error: UnreadableFileError }
);

function numberOf({ number }: LockFile): number {
  return number;
}

function isSame(one: LockFile, other: LockFile | undefined): boolean {
  return one.number === other?.number && one.pid === other.pid;
}

type Look = () => Promise<readonly LockFile[]>;

/** Reads the files of a lock. To identify a process takes long on some platforms, so that each is identified only once. */
function createLook(folder: string): Look {
  const identified = new Set<string>();
  const isHolding = async (path: string, text: string, identity: ProcessIdentity): Promise<boolean> => {
    // Windows did not let its process remove it. The process may still run.
    if ((JSON.parse(text) as { readonly released?: unknown }).released === true) return false;
    if (!isOnThisMachine(identity)) return (measureAge(path) ?? staleMs) < staleMs;
    if (identified.has(text)) return isProcessAlive(identity.pid);
    const isLiving = await isRunning(identity);
    if (isLiving) identified.add(text);
    return isLiving;
  };
  const read = async (number: number): Promise<LockFile | undefined> => {
    const path = locateOwner(folder, number);
    const text = readOwner(path);
    if (text === undefined) return undefined;
    if (text instanceof UnreadableFileError) return { number, pid: 0, state: "unreadable", error: text };
    const identity = parseProcessIdentity(text);
    if (identity !== undefined) {
      return {
        number,
        pid: identity.pid,
        state: (await isHolding(path, text, identity)) ? "held" : "dead",
      };
    }
    return { number, pid: 0, state: (measureAge(path) ?? writingMs) < writingMs ? "being written" : "dead" };
  };
  return async () => {
    const files = await Promise.all(readNumbers(folder).map(read));
    return files.filter((file) => file !== undefined);
  };
}

/** The error for a file that may well be a lock's. */
function readOwner(path: string): string | UnreadableFileError | undefined {
  try {
    return readTextFile(path, { isImpatient: true });
  } catch (error) {
    if (error instanceof UnreadableFileError && error.isRefused) return error;
    throw error;
  }
}

interface Claim {
  readonly number: number;
  readonly me: ProcessIdentity;
  readonly look: Look;
}

/** Undefined when another process was faster, or tried at the same time. */
async function claim(folder: string, { number, me, look }: Claim): Promise<Lock | undefined> {
  if (!createFile(folder, number, me)) return undefined;
  const path = locateOwner(folder, number);
  try {
    const others = (await look()).filter((file) => file.number !== number);
    if (others.every(({ state }) => state === "dead")) {
      for (const dead of others) removeIfPossible(locateOwner(folder, dead.number));
      return holdLock(folder, path);
    }
  } catch (error) {
    giveBack(path);
    throw error;
  }
  giveBack(path);
  return undefined;
}

function createFile(folder: string, number: number, me: ProcessIdentity): boolean {
  ensureFolder(folder, 0o700);
  const path = locateOwner(folder, number);
  const descriptor = openNew(path);
  if (descriptor === undefined) return false;
  try {
    writeFileSync(descriptor, JSON.stringify(me));
    return true;
  } catch (error) {
    // Without its content (the disk is full) others would take it for one that is being written.
    removeIfPossible(path);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** Undefined when another process was faster, or removed the folder in between. */
function openNew(path: string): number | undefined {
  try {
    return retryInUse(() => openSync(path, "wx", 0o600));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" || code === "ENOENT") return undefined;
    throw error;
  }
}

function holdLock(folder: string, path: string): Lock {
  const beat = setInterval(() => touch(path), beatMs).unref();
  return {
    abandon: () => clearInterval(beat),
    release: () => {
      clearInterval(beat);
      giveBack(path);
      removeIfEmpty(folder);
    },
  };
}

/**
 * Removes our file, or says in it that nobody has the lock any more. Never throws: the work under the lock is done. What can be
 * neither removed nor written holds the lock until this process ends.
 */
function giveBack(path: string): void {
  if (removeIfPossible(path)) return;
  try {
    const text = readTextFile(path) ?? "{}";
    retryInUse(() =>
      writeFileSync(path, JSON.stringify({ ...JSON.parse(text), released: true }), { flag: "r+" }),
    );
  } catch {
    // See above.
  }
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Removed with the folder around it.
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else is taking the lock.
  }
}

function locateOwner(folder: string, number: number): string {
  return join(folder, `owner-${number}.json`);
}

function readNumbers(folder: string): number[] {
  return (listFolder(folder) ?? []).flatMap(
    (name) => Number(/^owner-(\d+)\.json$/.exec(name)?.[1] ?? 0) || [],
  );
}

/** Milliseconds since a file was written or touched; undefined when there is none. */
function measureAge(path: string): number | undefined {
  try {
    return Math.abs(Date.now() - statSync(path).mtimeMs);
  } catch {
    return undefined;
  }
}
