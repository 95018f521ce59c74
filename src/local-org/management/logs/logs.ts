import type { Router } from "@koa/router";
import type { StoredEvent } from "../../events/org-event.ts";
import type { Org } from "../../org.ts";
import type { Exchange } from "../exchange.ts";
import { handle, ok } from "../exchange.ts";
import { logEventOf } from "./log-event.ts";
import type { LogQuery } from "./log-query.ts";
import { readLogQuery } from "./log-query.ts";

/** `/api/v1/logs`: what happened in the org (Okta: System Log API). */
export function logRoutes(router: Router, org: Org): void {
  router.get("/api/v1/logs", handle(org, listEvents));
}

function listEvents(exchange: Exchange) {
  const query = readLogQuery(exchange);
  const candidates = inOrder(exchange.org.events.list(), query).filter((event) => isInTime(event, query));
  const found = candidates.filter((event) => query.predicates.every((predicate) => predicate(event)));
  const page = found.slice(0, query.limit);
  exchange.link(exchange.url.href, "self");
  const next = cursorAfter(query, { page, found, candidates });
  if (next !== undefined) exchange.link(nextUrl(exchange.url, next), "next");
  return ok(page.map(logEventOf));
}

function inOrder(events: readonly StoredEvent[], { isDescending }: LogQuery): readonly StoredEvent[] {
  return isDescending ? events.toReversed() : events;
}

/** Ids ascend with time, so that one serves as the place to go on from. */
function isInTime(event: StoredEvent, { since, until, after, isDescending }: LogQuery): boolean {
  const published = Date.parse(event.created);
  if (after !== undefined && (isDescending ? event.id >= after : event.id <= after)) return false;
  return published >= since && (until === undefined || published < until);
}

interface Looked {
  readonly page: readonly StoredEvent[];
  readonly found: readonly StoredEvent[];
  readonly candidates: readonly StoredEvent[];
}

/** Where the next page begins; undefined when there is none. What polls goes on after all it has looked at. */
function cursorAfter(query: LogQuery, { page, found, candidates }: Looked): string | undefined {
  if (page.length < found.length) return page.at(-1)?.id ?? query.after ?? "";
  return query.isPolling ? (candidates.at(-1)?.id ?? query.after ?? "") : undefined;
}

function nextUrl(current: URL, after: string): string {
  const url = new URL(current);
  if (after !== "") url.searchParams.set("after", after);
  return url.href;
}
