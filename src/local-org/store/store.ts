import { mkdirSync, rmSync } from "node:fs";
import type { Change, Tables } from "./change.ts";
import { applyChange, tableOf } from "./change.ts";
import type { CollectionName, Collections } from "./collections.ts";
import { Journal } from "./journal.ts";
import { loadState } from "./load-state.ts";
import { freeze, writeSnapshot } from "./snapshot.ts";
import { generationsOf, headerFor, stateFilePath } from "./state-files.ts";

export interface StoreOptions {
  /** The journal is folded into a snapshot when it is larger than this many bytes and than the last snapshot. */
  readonly compactAfterBytes?: number;
  /** How long a change may wait for the disk, in milliseconds. A change always survives the death of the process. */
  readonly flushAfterMs?: number;
}

/**
 * The state of the org: all of it in memory, each change appended to a journal before it is applied. Only one process may
 * have a store open on a folder (see folder/owner-lock.ts).
 */
export class Store {
  readonly #directory: string;
  readonly #tables: Tables;
  readonly #compactAfterBytes: number;
  readonly #flushAfterMs: number;
  #generation: number;
  #journal: Journal;
  #flushTimer: NodeJS.Timeout | undefined;
  #compaction: Promise<void> | undefined;
  #closed = false;

  /** Opens the state in `directory`, which is made when missing. Throws `data-unreadable`. */
  constructor(directory: string, options: StoreOptions = {}) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const loaded = loadState(directory);
    this.#directory = directory;
    this.#tables = loaded.tables;
    this.#compactAfterBytes = options.compactAfterBytes ?? 8 * 1024 * 1024;
    this.#flushAfterMs = options.flushAfterMs ?? 1000;
    this.#generation = Math.max(loaded.generation, 1);
    this.#journal = this.#openJournal(loaded.journalBytes);
    this.#removeOldFiles();
  }

  get<Name extends CollectionName>(collection: Name, key: string): Collections[Name] | undefined {
    return tableOf(this.#tables, collection).get(key) as Collections[Name] | undefined;
  }

  /** All objects of a collection in the order of their creation. */
  list<Name extends CollectionName>(collection: Name): Collections[Name][] {
    return [...tableOf(this.#tables, collection).values()] as Collections[Name][];
  }

  /** Every object whose key begins with `prefix`: `appId/` gives the assignments of an app. */
  listUnder<Name extends CollectionName>(collection: Name, prefix: string): Collections[Name][] {
    const found: Collections[Name][] = [];
    for (const [key, value] of tableOf(this.#tables, collection)) {
      if (key.startsWith(prefix)) found.push(value as unknown as Collections[Name]);
    }
    return found;
  }

  count(collection: CollectionName): number {
    return tableOf(this.#tables, collection).size;
  }

  /** Makes all changes or none. When it returns they survive kill -9. Throws what the file system throws (full disk). */
  write(changes: readonly Change[]): void {
    if (this.#closed) throw new Error("The store is closed.");
    this.#journal.append(changes);
    for (const change of changes) applyChange(this.#tables, change);
    this.#flushTimer ??= setTimeout(() => this.#flush(), this.#flushAfterMs).unref();
    if (this.#journal.size > this.#compactAfterBytes) this.#compaction ??= this.#compact();
  }

  /** Waits for work under way and closes the files. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#compaction;
    clearTimeout(this.#flushTimer);
    this.#journal.flush();
    this.#journal.close();
  }

  #openJournal(wholeBytes: number): Journal {
    const journal = new Journal(stateFilePath(this.#directory, "journal", this.#generation), wholeBytes);
    if (wholeBytes === 0) journal.append(headerFor("journal", this.#generation));
    return journal;
  }

  #flush(): void {
    this.#flushTimer = undefined;
    this.#journal.flush();
  }

  /**
   * Begins a new journal, then writes what was there before it as a snapshot. Killed in between, the next start reads the
   * old snapshot and both journals. A failure (full disk) leaves just that state; the next large journal tries again.
   */
  async #compact(): Promise<void> {
    const frozen = freeze(this.#tables);
    this.#flush();
    this.#journal.close();
    this.#generation += 1;
    this.#journal = this.#openJournal(0);
    try {
      await writeSnapshot(this.#directory, this.#generation, frozen);
      this.#removeOldFiles();
    } catch {
      // Nothing is lost: the journals hold it all.
    }
    this.#compaction = undefined;
  }

  /** Files of generations before the newest snapshot, and snapshots that were never finished. */
  #removeOldFiles(): void {
    const newest = generationsOf(this.#directory, "snapshot").at(-1) ?? 0;
    for (const kind of ["snapshot", "journal"] as const) {
      for (const generation of generationsOf(this.#directory, kind)) {
        if (generation < newest) rmSync(stateFilePath(this.#directory, kind, generation), { force: true });
      }
    }
  }
}
