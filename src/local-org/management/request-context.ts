import type { Context, Middleware } from "koa";
import { createMalformedBodyError } from "../http/api-error.ts";
import { redactUrl, sendJson } from "../http/envelope.ts";
import type { Json, JsonObject } from "../json.ts";
import { toObject } from "../json.ts";
import type { Org } from "../org.ts";
import type { Change } from "../store/change.ts";
import type { ChangeEvent } from "./audit/events-of-change.ts";
import { RequestRecord } from "./audit/request-record.ts";

/** One request and its answer, as the resource files see it. */
export interface RequestContext {
  readonly org: Org;
  /** `https://HOST:PORT` as the client called it; its Host was checked. */
  readonly origin: string;
  readonly params: Readonly<Record<string, string>>;
  /** The user that the token belongs to; the client ID when a service app calls as itself. */
  readonly userId: string;
  /** The id of the API token; empty on open endpoints, and for OAuth tokens. */
  readonly tokenId: string;
  readonly query: (name: string) => string | undefined;
  /** The body, parsed; undefined when it is empty. */
  readonly body: Json | undefined;
  /** Changes the org. When the request succeeds, the System Log records the changes. */
  readonly write: (changes: readonly Change[]) => void;
  /** Adds an event to the System Log that no change implies. Recorded only when the request succeeds. */
  readonly record: (event: ChangeEvent) => void;
  /** Adds a `Link` header. */
  readonly link: (url: string, relation: "self" | "next") => void;
  readonly url: URL;
}

/** What a handler returns. */
export interface HttpResponse {
  readonly status: number;
  readonly json?: Json;
}

type Handler = (request: RequestContext) => HttpResponse | Promise<HttpResponse>;

export function ok(json: Json): HttpResponse {
  return { status: 200, json };
}

export function created(json: Json): HttpResponse {
  return { status: 201, json };
}

export const noContent: HttpResponse = { status: 204 };

/** The body as an object; an empty one counts as `{}`. Throws E0000003 for anything else. */
export function readObject(request: RequestContext): JsonObject {
  if (request.body === undefined) return {};
  return toObject(request.body) ?? refuseBody();
}

function refuseBody(): never {
  throw createMalformedBodyError();
}

/** What earlier middleware stored about the request. */
interface RequestState {
  readonly origin: string;
  readonly userId?: string;
  readonly tokenId?: string;
  readonly body?: Json;
}

/** Runs a handler as koa middleware. */
export function handle(org: Org, handler: Handler): Middleware {
  return async (context: Context) => {
    const record = new RequestRecord(org);
    const request = createRequestContext(org, context, record);
    const { status, json } = await handler(request);
    record.tellLog(describeRequester(context, request));
    context.status = status;
    if (json === undefined) return;
    sendJson(context, json);
  };
}

function createRequestContext(org: Org, context: Context, record: RequestRecord): RequestContext {
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
    write: (changes) => record.write(changes),
    record: (event) => record.note(event),
    link: (url, relation) => context.append("Link", `<${url}>; rel="${relation}"`),
    url: address,
  };
}

function describeRequester(context: Context, request: RequestContext) {
  return {
    userId: request.userId,
    ipAddress: (context.req.socket.remoteAddress ?? "").replace(/^::ffff:/u, ""),
    userAgent: context.get("User-Agent"),
    requestId: context.response.get("X-Okta-Request-Id"),
    details: {
      requestUri: redactUrl(context.path),
      ...(request.tokenId !== "" && { requestApiTokenId: request.tokenId }),
    },
  };
}
