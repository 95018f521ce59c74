import { join } from "node:path";
import { ensureFolder } from "../../files/ensure-folder.ts";
import { removeIfPossible } from "../../files/in-use.ts";
import { writePrivateFile } from "../../files/private-file.ts";
import { listFolder } from "../../files/read-file.ts";
import type { Change, Tables } from "./change.ts";
import { applyChange, getTable } from "./change.ts";
import type { CollectionName, Collections } from "./collections.ts";
import { loadState } from "./load-state.ts";
import {
  composeStateFilePath,
  createHeader,
  encodeLine,
  freeze,
  listGenerations,
  writeSnapshot,
} from "./state-files.ts";
import { WriteAheadLog } from "./write-ahead-log.ts";

export interface StoreOptions {
  /** The journal is folded into a snapshot when it is larger than this many bytes and than the last snapshot. */
  readonly compactAfterBytes?: number;
  /** How long a change may wait for the disk, in milliseconds. A change always survives the death of the process. */
  readonly flushAfterMs?: number;
}

/**
 * The state of the org: all of it in memory, each change appended to a journal before it is applied. Only one process may
 * have a store open on a folder (see files/lock.ts).
 */
export class Store {
  readonly #directory: string;
  readonly #tables: Tables;
  readonly #children: ChildIndex;
  readonly #compactAfterBytes: number;
  readonly #flushAfterMs: number;
  #generation: number;
  #journal: WriteAheadLog;
  #flushTimer: NodeJS.Timeout | undefined;
  #compaction: Promise<void> | undefined;
  #closed = false;
  /** True until the first change of a new folder. */
  #isNew: boolean;

  /** Opens the state in `directory`, which is made when missing. Throws `data-unreadable`. */
  constructor(directory: string, options: StoreOptions = {}) {
    ensureFolder(directory, 0o700);
    const loaded = loadState(directory);
    this.#directory = directory;
    this.#tables = loaded.tables;
    this.#children = new ChildIndex(loaded.tables);
    this.#compactAfterBytes = options.compactAfterBytes ?? 8 * 1024 * 1024;
    this.#flushAfterMs = options.flushAfterMs ?? 1000;
    this.#generation = Math.max(loaded.generation, 1);
    this.#isNew = this.#generation === 1 && loaded.tables.size === 0;
    this.#journal = this.#openJournal(this.#generation, loaded.journalBytes);
    this.#removeOldFiles();
  }

  get<Name extends CollectionName>(collection: Name, key: string): Collections[Name] | undefined {
    return getTable(this.#tables, collection).get(key) as Collections[Name] | undefined;
  }

  /** All objects of a collection in the order of their creation. */
  list<Name extends CollectionName>(collection: Name): Collections[Name][] {
    return [...getTable(this.#tables, collection).values()] as Collections[Name][];
  }

  /** The object of a collection that was made first. */
  first<Name extends CollectionName>(collection: Name): Collections[Name] | undefined {
    const [oldest] = getTable(this.#tables, collection).values();
    return oldest as Collections[Name] | undefined;
  }

  /** Every object whose key begins with `prefix`, which holds a `/`: `appId/` gives the assignments of an app. */
  listUnder<Name extends CollectionName>(collection: Name, prefix: string): Collections[Name][] {
    const table = getTable(this.#tables, collection);
    const found: Collections[Name][] = [];
    for (const key of this.#children.keysUnder(collection, prefix)) {
      const value = table.get(key);
      if (value !== undefined) found.push(value as unknown as Collections[Name]);
    }
    return found;
  }

  /** Keys and objects of a collection, one after the other, in the order of their creation. */
  entries<Name extends CollectionName>(collection: Name): IterableIterator<[string, Collections[Name]]> {
    return getTable(this.#tables, collection).entries() as IterableIterator<[string, Collections[Name]]>;
  }

  count(collection: CollectionName): number {
    return getTable(this.#tables, collection).size;
  }

  /** Makes all changes or none. When it returns they survive kill -9. Throws what the file system throws (full disk). */
  write(changes: readonly Change[]): void {
    if (this.#closed) throw new Error("The store is closed.");
    if (this.#isNew) this.#beginJournal(changes);
    else this.#journal.append(changes);
    for (const change of changes) {
      applyChange(this.#tables, change);
      this.#children.note(change);
    }
    this.#flushSoon();
    if (this.#journal.size > this.#compactAfterBytes) this.#startCompaction();
  }

  /** Waits for a running compaction and closes the files. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#compaction;
    this.#flush();
    this.#journal.close();
  }

  #openJournal(generation: number, wholeBytes: number): WriteAheadLog {
    const path = composeStateFilePath(this.#directory, "journal", generation);
    if (wholeBytes > 0) return new WriteAheadLog(path, wholeBytes);
    const header = encodeLine(createHeader("journal", generation));
    writePrivateFile(path, header);
    return new WriteAheadLog(path, Buffer.byteLength(header));
  }

  /**
   * Writes the first journal anew, with its first record, whole or not at all: of that one, which made the org, nothing is ever
   * taken for a write that was cut short.
   */
  #beginJournal(changes: readonly Change[]): void {
    const path = composeStateFilePath(this.#directory, "journal", this.#generation);
    let content = encodeLine(createHeader("journal", this.#generation));
    this.#journal.close();
    try {
      const begun = content + encodeLine(changes);
      writePrivateFile(path, begun);
      content = begun;
    } finally {
      this.#journal = new WriteAheadLog(path, Buffer.byteLength(content));
    }
    this.#isNew = false;
  }

  #flushSoon(): void {
    this.#flushTimer ??= setTimeout(() => this.#flush(), this.#flushAfterMs).unref();
  }

  /** The next write reports a disk that can't flush: what was written is still with the operating system. */
  #flush(): void {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    try {
      this.#journal.flush();
    } catch {
      // See above.
    }
  }

  #startCompaction(): void {
    this.#compaction ??= this.#compact().finally(() => {
      this.#compaction = undefined;
    });
  }

  /**
   * Begins a new journal, then writes what was there before it as a snapshot. Killed in between, the next start reads the
   * old snapshot and both journals. A failure (full disk) leaves just that state; the next large journal tries again.
   */
  async #compact(): Promise<void> {
    try {
      const frozen = freeze(this.#tables);
      const next = this.#openJournal(this.#generation + 1, 0);
      this.#flush();
      this.#journal.close();
      this.#journal = next;
      this.#generation += 1;
      await writeSnapshot(this.#directory, this.#generation, frozen);
      this.#removeOldFiles();
    } catch {
      // Nothing is lost: the journals hold it all.
    }
  }

  /** Removes the files of generations before the newest snapshot, and snapshots that a crash left half written. */
  #removeOldFiles(): void {
    for (const name of listFolder(this.#directory) ?? []) {
      if (name.endsWith(".tmp")) removeIfPossible(join(this.#directory, name));
    }
    const newest = listGenerations(this.#directory, "snapshot").at(-1) ?? 0;
    for (const kind of ["snapshot", "journal"] as const) {
      for (const generation of listGenerations(this.#directory, kind)) {
        if (generation < newest) removeIfPossible(composeStateFilePath(this.#directory, kind, generation));
      }
    }
  }
}

type Keys = Map<string, Set<string>>;

/**
 * The keys that begin with the same segment (`appId/`), so that listing the children of one object doesn't read the
 * others. A collection is indexed at its first use, and updated with each change.
 */
export class ChildIndex {
  readonly #tables: Tables;
  readonly #collections = new Map<string, Keys>();

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** Every key that begins with `prefix`, which holds a `/`, in the order of creation. */
  *keysUnder(collection: string, prefix: string): Iterable<string> {
    const parent = readParent(prefix);
    const keys = this.#openKeys(collection).get(parent) ?? [];
    for (const key of keys) if (parent === prefix || key.startsWith(prefix)) yield key;
  }

  note(change: Change): void {
    if ("put" in change) addTo(this.#collections.get(change.put), change.key);
    else this.#collections.get(change.remove)?.get(readParent(change.key))?.delete(change.key);
  }

  #openKeys(collection: string): Keys {
    const known = this.#collections.get(collection);
    if (known !== undefined) return known;
    const made: Keys = new Map();
    for (const key of getTable(this.#tables, collection).keys()) addTo(made, key);
    this.#collections.set(collection, made);
    return made;
  }
}

function addTo(keys: Keys | undefined, key: string): void {
  if (keys === undefined) return;
  const parent = readParent(key);
  const known = keys.get(parent);
  if (known === undefined) keys.set(parent, new Set([key]));
  else known.add(key);
}

function readParent(key: string): string {
  return key.slice(0, key.indexOf("/") + 1);
}
