import { ApiError, createInvalidSearchError, createValidationError } from "../http/api-error.ts";
import type { Stored } from "../store/collections.ts";
import type { FilterGrammar } from "./filter.ts";
import type { RequestContext } from "./request-context.ts";

export interface PageLimits {
  /** Objects on a page when the request doesn't say. */
  readonly usual: number;
  /** The most that a page holds, whatever the request says. */
  readonly most: number;
}

/**
 * The page that `limit` and `after` ask for. Sets the `Link` headers: `self`, and `next` when there is more. The cursor is
 * the last id of the page; it stays valid when that object is deleted in the meantime, because ids ascend.
 */
export function takePage<T extends Stored>(
  request: RequestContext,
  items: readonly T[],
  limits: PageLimits,
): T[] {
  const size = readPageSize(request.query("limit"), limits);
  const start = findStart(items, request.query("after"));
  const page = items.slice(start, start + size);
  request.link(request.url.href, "self");
  const last = page.at(-1);
  if (last !== undefined && start + size < items.length)
    request.link(buildNextUrl(request.url, last.id, size), "next");
  return page;
}

function readPageSize(text: string | undefined, limits: PageLimits): number {
  if (text === undefined || text === "-1") return limits.usual;
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1)
    throw createValidationError("limit", ["limit: The limit must be a positive integer."]);
  return Math.min(size, limits.most);
}

/** The ids of this org. Whatever else a client sends was never handed out as a cursor. */
const cursorPattern = /^\w{20}$/u;

function findStart(items: readonly Stored[], after: string | undefined): number {
  if (after === undefined || after === "") return 0;
  if (!cursorPattern.test(after))
    throw new ApiError(400, "E0000029", "Invalid paging request.", ["Invalid cursor."]);
  const index = items.findIndex((item) => item.id === after);
  if (index >= 0) return index + 1;
  const next = items.findIndex((item) => item.id > after);
  return next < 0 ? items.length : next;
}

function buildNextUrl(current: URL, after: string, size: number): string {
  const url = new URL(current);
  url.searchParams.set("after", after);
  url.searchParams.set("limit", String(size));
  return url.href;
}

/**
 * The items in the order that `sortBy` and `sortOrder` ask for, whatever the case of letters; equals in the order of their
 * ids. Throws E0000031 for an attribute the list doesn't have.
 */
export function sortByQuery<T extends Stored>(
  request: RequestContext,
  items: readonly T[],
  grammar: FilterGrammar<T>,
): readonly T[] {
  const attribute = request.query("sortBy");
  if (attribute === undefined) return items;
  const read = grammar.reader(attribute);
  if (read === undefined) throw createInvalidSearchError();
  const direction = request.query("sortOrder")?.toLowerCase() === "desc" ? -1 : 1;
  const keyed = items.map((item) => ({ item, key: readSortKey(read(item)) }));
  return keyed
    .toSorted((one, other) => direction * compare(one.key, other.key) || compare(one.item.id, other.item.id))
    .map(({ item }) => item);
}

function readSortKey(value: unknown): string {
  return typeof value === "string" ? value.toLowerCase() : "";
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
