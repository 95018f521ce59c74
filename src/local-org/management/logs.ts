import type { Router } from "@koa/router";
import { ApiError, createValidationError } from "../http/api-error.ts";
import { toText } from "../json.ts";
import type { Org } from "../org.ts";
import type { StoredEvent } from "../store/collections.ts";
import type { AttributeReader, FilterGrammar, Predicate } from "./filter.ts";
import { parseFilter } from "./filter.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, ok } from "./request-context.ts";
import { nameReason } from "./log-reasons.ts";
import { collectTexts, deriveUuid, toLogEvent, toSeverity } from "./log-event.ts";

/** `/api/v1/logs`: what happened in the org (Okta: System Log API). */
export function addLogRoutes(router: Router, org: Org): void {
  router.get("/api/v1/logs", handle(org, listEvents));
}

function listEvents(request: RequestContext) {
  const query = readLogQuery(request);
  const candidates = orderEvents(request.org.events.list(), query).filter((event) => isInTime(event, query));
  const found = candidates.filter((event) => query.predicates.every((predicate) => predicate(event)));
  const page = found.slice(0, query.limit);
  request.link(request.url.href, "self");
  const next = findNextCursor(query, { page, found, candidates });
  if (next !== undefined) request.link(buildNextUrl(request.url, next), "next");
  return ok(page.map(toLogEvent));
}

function orderEvents(events: readonly StoredEvent[], { isDescending }: LogQuery): readonly StoredEvent[] {
  return isDescending ? events.toReversed() : events;
}

/** Ids ascend with time, so an id can serve as a cursor. */
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

/** The cursor of the next page; undefined when there is none. A polling request continues after the last event it examined. */
function findNextCursor(query: LogQuery, { page, found, candidates }: Looked): string | undefined {
  if (page.length < found.length) return page.at(-1)?.id ?? query.after ?? "";
  return query.isPolling ? (candidates.at(-1)?.id ?? query.after ?? "") : undefined;
}

function buildNextUrl(current: URL, after: string): string {
  const url = new URL(current);
  if (after !== "") url.searchParams.set("after", after);
  return url.href;
}

const day = 24 * 60 * 60 * 1000;

/** What a request for the System Log asks for. */
export interface LogQuery {
  /** Milliseconds since the epoch, this one included. */
  readonly since: number;
  /** Milliseconds since the epoch, this one excluded; undefined for a request that polls. */
  readonly until: number | undefined;
  /** The id of the last event of the page before. */
  readonly after: string | undefined;
  readonly isDescending: boolean;
  readonly limit: number;
  readonly predicates: readonly Predicate<StoredEvent>[];
  /** Ascending, without an end: there is always a next page, even if it is empty now. */
  readonly isPolling: boolean;
}

/** Reads the query. Throws E0000001 and E0000053 with the texts of the System Log. */
function readLogQuery(request: RequestContext): LogQuery {
  const until = readTime(request, "until");
  const after = request.query("after") || undefined;
  const isDescending = readDirection(request) === "DESCENDING";
  const now = request.org.clock.now().getTime();
  // A polling request continues from its cursor; without one it begins seven days ago.
  const start = after === undefined ? (until ?? now) - 7 * day : 0;
  return {
    since: readTime(request, "since") ?? start,
    until,
    after,
    isDescending,
    limit: readLimit(request),
    predicates: readPredicates(request),
    isPolling: until === undefined && !isDescending,
  };
}

function readTime(request: RequestContext, name: "since" | "until"): number | undefined {
  const text = request.query(name);
  if (text === undefined || text === "") return undefined;
  const time = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/u.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(time)) return time;
  throw createQueryError(name, [
    "The date format in your query is not recognized. Please enter dates using ISO8601 string format.",
    "must be a valid date-time or empty.",
  ]);
}

function readDirection(request: RequestContext): string {
  const direction = (request.query("sortOrder") || "ASCENDING").toUpperCase();
  if (["ASCENDING", "DESCENDING"].includes(direction)) return direction;
  throw createQueryError("sortOrder", ["must be one of [ASCENDING, DESCENDING]."]);
}

function readLimit(request: RequestContext): number {
  const text = request.query("limit") || "100";
  const limit = /^\d{1,9}$/u.test(text) ? Number(text) : NaN;
  if (limit <= 1000) return limit;
  throw createQueryError("limit", ["must be a number from 0 to 1000."]);
}

function readPredicates(request: RequestContext): Predicate<StoredEvent>[] {
  const [filter, q] = [request.query("filter") ?? "", request.query("q") ?? ""];
  if (q.split(/\s+/u).some((word) => word.length > 40)) {
    throw createQueryError("q", [
      "Freeform search cannot contain items longer than 40 characters. Please shorten the items in your search or use an advanced filter to query by specific fields.",
    ]);
  }
  return [
    ...(filter.trim() === "" ? [] : [parseLogFilter(filter)]),
    ...(q.trim() === "" ? [] : [parseKeywords(q)]),
  ];
}

/** The System Log puts every cause into the summary. */
function createQueryError(field: string, texts: readonly string[]): ApiError {
  const summary = texts.map((text) => `'${field}': ${text}`).join(" ");
  return createValidationError(
    summary,
    texts.map((text) => `${field}: ${text}`),
  );
}

const readers: Readonly<Record<string, AttributeReader<StoredEvent>>> = {
  uuid: deriveUuid,
  eventType: (event) => event.eventType,
  displayMessage: (event) => event.message,
  severity: toSeverity,
  version: () => "0",
  "outcome.result": (event) => event.outcome,
  "outcome.reason": (event) => nameReason(event.reason),
  "actor.id": (event) => event.actor?.id,
  "actor.type": (event) => event.actor?.type,
  "actor.alternateId": (event) => event.actor?.alternateId,
  "actor.displayName": (event) => event.actor?.displayName,
  "target.id": (event) => event.targets.map(({ id }) => id),
  "target.type": (event) => event.targets.map(({ type }) => type),
  "target.alternateId": (event) => event.targets.map(({ alternateId }) => alternateId),
  "target.displayName": (event) => event.targets.map(({ displayName }) => displayName),
  "client.id": (event) => toText(event.details["clientId"]),
  "client.ipAddress": (event) => event.ipAddress,
  "client.userAgent.rawUserAgent": (event) => event.userAgent,
  "request.ipChain.ip": (event) => event.ipAddress,
  "transaction.id": (event) => event.requestId,
  "transaction.type": () => "WEB",
};

const grammar: FilterGrammar<StoredEvent> = {
  reader: (attribute) => {
    if (Object.hasOwn(readers, attribute)) return readers[attribute];
    const detail = /^debugContext\.debugData\.(\w+)$/u.exec(attribute)?.[1];
    if (detail !== undefined) return (event) => toText(event.details[detail]);
    throw createFilterError(`field is not valid: ${attribute}`);
  },
};

/** The predicate of `filter` (SCIM). Throws E0000053, the System Log's error for every invalid filter. */
function parseLogFilter(text: string): Predicate<StoredEvent> {
  try {
    return parseFilter(text, grammar);
  } catch (error) {
    if (error instanceof ApiError && error.errorCode === "E0000031")
      throw createFilterError(`Invalid filter '${text}'`);
    throw error;
  }
}

function createFilterError(summary: string): ApiError {
  return new ApiError(400, "E0000053", summary);
}

/** The predicate of `q`: the event contains every word as a whole word, regardless of case. */
function parseKeywords(q: string): Predicate<StoredEvent> {
  const keywords = q.trim().toLowerCase().split(/\s+/u).filter(Boolean);
  return (event) => {
    const words = new Set(collectTexts(event).flatMap(splitWords));
    return keywords.every((keyword) => words.has(keyword));
  };
}

/** The text itself, its words, and the parts of words with hyphens and other signs. */
function splitWords(text: string): string[] {
  return [text, ...text.split(/\s+/u), ...text.split(/[\s\-/,;:()]+/u)];
}
