import type { JsonObject } from "../../json.ts";
import type { Org } from "../../org.ts";
import type { Change } from "../../store/change.ts";
import type { CollectionName } from "../../store/collections.ts";

/** A change that a request has made: the object before and after it. */
export interface WrittenChange {
  readonly collection: CollectionName;
  readonly key: string;
  readonly before: JsonObject | undefined;
  readonly after: JsonObject | undefined;
}

/** Makes the changes, and tells what was there before. Throws what the store throws. */
export function writeAndCompare(org: Org, changes: readonly Change[]): WrittenChange[] {
  const written = changes.map((change) => compare(org, change));
  org.store.write(changes);
  return written;
}

function compare(org: Org, change: Change): WrittenChange {
  const collection = "put" in change ? change.put : change.remove;
  const after = "put" in change ? change.value : undefined;
  return { collection, key: change.key, before: org.store.get(collection, change.key), after };
}
