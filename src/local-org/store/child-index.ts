import type { Change, Tables } from "./change.ts";
import { getTable } from "./change.ts";

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
    const keys = this.#keysOf(collection).get(parent) ?? [];
    for (const key of keys) if (parent === prefix || key.startsWith(prefix)) yield key;
  }

  note(change: Change): void {
    if ("put" in change) addTo(this.#collections.get(change.put), change.key);
    else this.#collections.get(change.remove)?.get(readParent(change.key))?.delete(change.key);
  }

  #keysOf(collection: string): Keys {
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
