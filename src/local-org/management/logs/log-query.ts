import type { StoredEvent } from "../../events/org-event.ts";
import type { ApiError } from "../../http/api-error.ts";
import { validationFailed } from "../../http/api-error.ts";
import type { Exchange } from "../exchange.ts";
import type { Predicate } from "../filter.ts";
import { keywordFilter, logFilter } from "./log-filter.ts";

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
  /** Without an end and forwards: there is always a next page, be it empty for now. */
  readonly isPolling: boolean;
}

/** Reads the query. Throws E0000001 and E0000053 in the words of the System Log. */
export function readLogQuery(exchange: Exchange): LogQuery {
  const until = timeIn(exchange, "until");
  const after = exchange.query("after") || undefined;
  const isDescending = directionIn(exchange) === "DESCENDING";
  const now = exchange.org.clock.now().getTime();
  // What polls goes on from its cursor; without one it begins seven days back.
  const start = after === undefined ? (until ?? now) - 7 * day : 0;
  return {
    since: timeIn(exchange, "since") ?? start,
    until,
    after,
    isDescending,
    limit: limitIn(exchange),
    predicates: predicatesIn(exchange),
    isPolling: until === undefined && !isDescending,
  };
}

function timeIn(exchange: Exchange, name: "since" | "until"): number | undefined {
  const text = exchange.query(name);
  if (text === undefined || text === "") return undefined;
  const time = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/u.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(time)) return time;
  throw refusal(name, [
    "The date format in your query is not recognized. Please enter dates using ISO8601 string format.",
    "must be a valid date-time or empty.",
  ]);
}

function directionIn(exchange: Exchange): string {
  const direction = (exchange.query("sortOrder") || "ASCENDING").toUpperCase();
  if (["ASCENDING", "DESCENDING"].includes(direction)) return direction;
  throw refusal("sortOrder", ["must be one of [ASCENDING, DESCENDING]."]);
}

function limitIn(exchange: Exchange): number {
  const text = exchange.query("limit") || "100";
  const limit = /^\d{1,9}$/u.test(text) ? Number(text) : NaN;
  if (limit <= 1000) return limit;
  throw refusal("limit", ["must be a number from 0 to 1000."]);
}

function predicatesIn(exchange: Exchange): Predicate<StoredEvent>[] {
  const [filter, q] = [exchange.query("filter") ?? "", exchange.query("q") ?? ""];
  if (q.split(/\s+/u).some((word) => word.length > 40)) {
    throw refusal("q", [
      "Freeform search cannot contain items longer than 40 characters. Please shorten the items in your search or use an advanced filter to query by specific fields.",
    ]);
  }
  return [
    ...(filter.trim() === "" ? [] : [logFilter(filter)]),
    ...(q.trim() === "" ? [] : [keywordFilter(q)]),
  ];
}

/** The System Log puts every cause into the summary. */
function refusal(field: string, texts: readonly string[]): ApiError {
  const summary = texts.map((text) => `'${field}': ${text}`).join(" ");
  return validationFailed(
    summary,
    texts.map((text) => `${field}: ${text}`),
  );
}
