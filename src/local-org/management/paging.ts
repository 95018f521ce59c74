import { validationFailed } from "../http/api-error.ts";
import type { Exchange } from "./exchange.ts";
import type { Stored } from "../store/stored.ts";

export interface PageLimits {
  /** Objects on a page when the request doesn't say. */
  readonly usual: number;
  /** The most that a page holds, whatever the request says. */
  readonly most: number;
}

/**
 * The page that `limit` and `after` ask for. Sets the `Link` headers: `self`, and `next` when there is more. The cursor is
 * the last id of the page; it stays good when that object is deleted in the meantime, because ids ascend.
 */
export function pageOf<T extends Stored>(exchange: Exchange, items: readonly T[], limits: PageLimits): T[] {
  const size = pageSize(exchange.query("limit"), limits);
  const start = startOf(items, exchange.query("after"));
  const page = items.slice(start, start + size);
  exchange.link(exchange.url.href, "self");
  const last = page.at(-1);
  if (last !== undefined && start + size < items.length)
    exchange.link(nextUrl(exchange.url, last.id, size), "next");
  return page;
}

function pageSize(text: string | undefined, limits: PageLimits): number {
  if (text === undefined || text === "-1") return limits.usual;
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1)
    throw validationFailed("limit", ["limit: The limit must be a positive integer."]);
  return Math.min(size, limits.most);
}

function startOf(items: readonly Stored[], after: string | undefined): number {
  if (after === undefined || after === "") return 0;
  const index = items.findIndex((item) => item.id === after);
  if (index >= 0) return index + 1;
  const next = items.findIndex((item) => item.id > after);
  return next < 0 ? items.length : next;
}

function nextUrl(current: URL, after: string, size: number): string {
  const url = new URL(current);
  url.searchParams.set("after", after);
  url.searchParams.set("limit", String(size));
  return url.href;
}
