import type { ResponseHeaders } from "../context.ts";
import type { Calls, ListPage } from "./calls.ts";
import type { LogCursor, LogPage, LogQuery, RateBudget, SystemLogCalls } from "./port.ts";
import { readReset } from "./rate-limit.ts";
import { logEvent } from "./resources.ts";
import type { ComposedRequest, Sdk } from "./sdk.ts";

const purpose = "read the System Log";
const needs = { scope: "okta.logs.read", role: "Report Administrator" };

/** What happened in the org. */
export function createLogCalls(calls: Calls): SystemLogCalls {
  const read = async (from: Parameters<Calls["page"]>[1]): Promise<LogPage> =>
    toLogPage(calls, await calls.page(purpose, from, needs));
  return {
    listNewestEvents: (from) => read(typeof from === "string" ? from : compose(from, "DESCENDING")),
    // Without an end and ascending, a request polls: it follows the order in which Okta stores.
    pollEvents: (from) => read(typeof from === "string" ? from : compose(from, "ASCENDING")),
  };
}

function compose(
  { since, filter, limit }: LogQuery,
  order: "ASCENDING" | "DESCENDING",
): (sdk: Sdk) => Promise<ComposedRequest> {
  return ({ systemLog }) =>
    systemLog.listLogEvents(since.toISOString(), undefined, undefined, filter, undefined, limit, order);
}

function toLogPage(calls: Calls, { items, next, headers }: ListPage): LogPage {
  return {
    events: items.map((item) => calls.parse(purpose, logEvent, item)),
    next: next as LogCursor | undefined,
    budget: readBudget(headers),
  };
}

/** https://developer.okta.com/docs/reference/rl-best-practices/ */
function readBudget(headers: ResponseHeaders): RateBudget | undefined {
  const limit = readCount(headers, "x-rate-limit-limit");
  const remaining = readCount(headers, "x-rate-limit-remaining");
  const reset = readReset(headers);
  if (limit === undefined || remaining === undefined || reset === undefined) return undefined;
  return { limit, remaining, resetsIn: reset.wait };
}

function readCount(headers: ResponseHeaders, name: string): number | undefined {
  const text = headers.get(name) ?? "";
  return /^\d{1,9}$/u.test(text) ? Number(text) : undefined;
}
