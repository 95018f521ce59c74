import { invalidSearch } from "../http/api-error.ts";
import type { Stored } from "../store/stored.ts";
import type { Exchange } from "./exchange.ts";
import type { FilterGrammar } from "./filter.ts";

/**
 * The items in the order that `sortBy` and `sortOrder` ask for, whatever the case of letters; equals in the order of their
 * ids. Throws E0000031 for an attribute the list doesn't have.
 */
export function sortedBy<T extends Stored>(
  exchange: Exchange,
  items: readonly T[],
  grammar: FilterGrammar<T>,
): readonly T[] {
  const attribute = exchange.query("sortBy");
  if (attribute === undefined) return items;
  const read = grammar.reader(attribute);
  if (read === undefined) throw invalidSearch();
  const direction = exchange.query("sortOrder")?.toLowerCase() === "desc" ? -1 : 1;
  const keyed = items.map((item) => ({ item, key: keyOf(read(item)) }));
  return keyed
    .toSorted((one, other) => direction * compare(one.key, other.key) || compare(one.item.id, other.item.id))
    .map(({ item }) => item);
}

function keyOf(value: unknown): string {
  return typeof value === "string" ? value.toLowerCase() : "";
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
