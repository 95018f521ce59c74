import type { Context, Middleware } from "koa";
import type { Json, JsonObject } from "../json.ts";
import { asObject } from "../json.ts";
import type { Org } from "../org.ts";
import { notWellFormed } from "../http/api-error.ts";

/** One request and its answer, as the resource files see it. */
export interface Exchange {
  readonly org: Org;
  /** `https://HOST:PORT` as the client called it; its Host was checked. */
  readonly origin: string;
  readonly params: Readonly<Record<string, string>>;
  /** The user that the API token belongs to. */
  readonly userId: string;
  /** The id of the API token; empty on open endpoints. */
  readonly tokenId: string;
  query(name: string): string | undefined;
  /** The body, parsed; undefined when it is empty. */
  readonly body: Json | undefined;
  /** Adds a `Link` header. */
  link(url: string, relation: "self" | "next"): void;
  readonly url: URL;
}

/** What a handler returns. */
export interface Answer {
  readonly status: number;
  readonly json?: Json;
}

export type Handler = (exchange: Exchange) => Answer;

export function ok(json: Json): Answer {
  return { status: 200, json };
}

export function created(json: Json): Answer {
  return { status: 201, json };
}

export const noContent: Answer = { status: 204 };

/** The body as an object; an empty one counts as `{}`. Throws E0000003 for anything else. */
export function objectBody(exchange: Exchange): JsonObject {
  if (exchange.body === undefined) return {};
  return asObject(exchange.body) ?? throwNotWellFormed();
}

function throwNotWellFormed(): never {
  throw notWellFormed();
}

/** What earlier middleware has found out about the request. */
interface RequestState {
  readonly origin: string;
  readonly userId?: string;
  readonly tokenId?: string;
  readonly body?: Json;
}

/** Runs a handler as koa middleware. */
export function handle(org: Org, handler: Handler): Middleware {
  return (context: Context) => {
    const { status, json } = handler(exchangeOf(org, context));
    context.status = status;
    if (json === undefined) return;
    context.body = JSON.stringify(json);
    context.type = "application/json";
  };
}

function exchangeOf(org: Org, context: Context): Exchange {
  const state = context.state as RequestState;
  const address = new URL(`${context.path}${context.search}`, state.origin);
  return {
    org,
    origin: state.origin,
    params: (context as Context & { params: Record<string, string> }).params,
    userId: state.userId ?? "",
    tokenId: state.tokenId ?? "",
    query: (name) => address.searchParams.get(name) ?? undefined,
    body: state.body,
    link: (url, relation) => context.append("Link", `<${url}>; rel="${relation}"`),
    url: address,
  };
}
