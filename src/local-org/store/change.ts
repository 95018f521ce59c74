import type { JsonObject } from "../json.ts";
import type { CollectionName, Collections } from "./collections.ts";

/** One change of one object. A list of them is written and applied as a whole or not at all. */
export type Change =
  | { readonly put: CollectionName; readonly key: string; readonly value: JsonObject }
  | { readonly remove: CollectionName; readonly key: string };

export function put<Name extends CollectionName>(
  collection: Name,
  key: string,
  value: Collections[Name],
): Change {
  return { put: collection, key, value };
}

export function remove(collection: CollectionName, key: string): Change {
  return { remove: collection, key };
}

/** The whole state: per collection a map in the order of creation. Values are never changed in place. */
export type Tables = Map<string, Map<string, JsonObject>>;

export function applyChange(tables: Tables, change: Change): void {
  if ("put" in change) getTable(tables, change.put).set(change.key, change.value);
  else getTable(tables, change.remove).delete(change.key);
}

export function getTable(tables: Tables, collection: string): Map<string, JsonObject> {
  const known = tables.get(collection);
  if (known !== undefined) return known;
  const made = new Map<string, JsonObject>();
  tables.set(collection, made);
  return made;
}
