import { setVariable } from "../hints.ts";
import { askServer } from "../shell-lines.ts";
import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import { parseOrgUrl } from "../values/org-url.ts";
import { type Answer, readRequestId } from "./answer.ts";
import type { Authorizer } from "./authorizer.ts";
import type { RequestInfo } from "./errors.ts";
import { toNetworkError, noAnswerInTime } from "./network-errors.ts";
import type { OrgTime } from "./org-time.ts";
import { createAnnouncer, type Outcome, pauseBeforeRetry } from "./retries.ts";

/** What talking to an org needs of the context. */
export type OrgContext = Pick<Context, "env" | "fetch" | "clock" | "signal" | "log" | "version" | "secrets">;

/** Where requests go and what they carry. */
export interface Connection {
  /** An origin, without a trailing slash. */
  readonly orgUrl: string;
  readonly authorizer: Authorizer;
  /** The certificate authority (PEM) of the local org. */
  readonly trust?: string;
  /** Learns the org's time from each answer. */
  readonly time?: OrgTime;
  /** Milliseconds that one request may take, body included; what OKTA_UNLOCK_TIMEOUT says unless given. */
  readonly timeout?: number | undefined;
}

interface OrgRequest {
  readonly method: string;
  /** Absolute; must be of the org's own origin. */
  readonly url: string;
  readonly body?: string;
  /** Besides the credential and what every request carries; a body is JSON unless they say otherwise. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Completes "Okta refused to …". */
  readonly purpose: string;
  /** False for the few open endpoints, which then don't see the credential. */
  readonly authorized: boolean;
}

/** Sends one request and returns the answer of any status. */
export type Exchange = (request: OrgRequest) => Promise<Answer>;

/**
 * The one way to an org. It pins the origin, gives each request a time limit, waits out rate limits and says so, and
 * tries again when Okta or a gateway fails or the connection breaks, but for requests that must not arrive twice: whether
 * a lost answer means a lost request can't be known. A 401 changed nothing, so that any request is sent once more when a
 * new access token can be got.
 */
export function createExchange(context: OrgContext, given: Connection): Exchange {
  const connection = { ...given, timeout: given.timeout ?? readRequestTimeout(context.env) };
  const announce = createAnnouncer(context);
  return async (request) => {
    assertOwnOrigin(connection, request);
    let isRenewed = false;
    for (let attempt = 0; ; attempt += 1) {
      // Outside of the request's own time limit: it may take a request for an access token.
      const headers = await buildHeaders(context, connection, request);
      const outcome = await tryOnce(context, connection, { ...request, headers });
      if (
        !isRenewed &&
        isUnauthorized(outcome) &&
        request.authorized &&
        connection.authorizer.renew(headers)
      ) {
        isRenewed = true;
        continue;
      }
      const pause = pauseBeforeRetry(announce, { ...request, attempt }, outcome);
      if (pause === undefined) return settle(connection, request, outcome);
      await context.clock.sleep(pause, context.signal);
    }
  };
}

function assertOwnOrigin({ orgUrl }: Connection, { url }: OrgRequest): void {
  const { origin } = new URL(url);
  if (origin === new URL(orgUrl).origin) return;
  throw new OktaUnlockError("not-an-okta-org", {
    message: `${orgUrl} refers to ${origin} for the rest of its answer.`,
    why: "The credential is for this org only, so nothing was sent there.",
    next: parseOrgUrl(origin).ok
      ? `If that is your org's real address: ${setVariable("OKTA_CLIENT_ORGURL", origin)}`
      : `See what answers there: ${askServer(`${orgUrl}/.well-known/okta-organization`)}`,
  });
}

function isUnauthorized(outcome: Outcome): boolean {
  return outcome.kind === "answer" && outcome.answer.status === 401;
}

/** A request with all its headers. */
type FullRequest = OrgRequest & Required<Pick<OrgRequest, "headers">>;

type TimedConnection = Connection & { readonly timeout: number };

async function tryOnce(
  context: OrgContext,
  connection: TimedConnection,
  request: FullRequest,
): Promise<Outcome> {
  const startedAt = context.clock.now().getTime();
  const outcome = await send(context, connection, request);
  const elapsed = context.clock.now().getTime() - startedAt;
  context.log.debug(describeExchange(connection, request, outcome, elapsed));
  return outcome;
}

async function send(
  context: OrgContext,
  connection: TimedConnection,
  request: FullRequest,
): Promise<Outcome> {
  context.signal.throwIfAborted();
  const timeLimit = AbortSignal.timeout(connection.timeout);
  try {
    const response = await context.fetch(request.url, {
      method: request.method,
      headers: request.headers,
      signal: AbortSignal.any([context.signal, timeLimit]),
      ...(request.body !== undefined && { body: request.body }),
      ...(connection.trust !== undefined && { trust: connection.trust }),
    });
    const { status, headers } = response;
    connection.time?.observe(headers);
    if (request.authorized) connection.authorizer.observe?.(headers);
    return { kind: "answer", answer: { status, headers, text: await response.text() } };
  } catch (error) {
    context.signal.throwIfAborted();
    const timedOut = timeLimit.aborted
      ? noAnswerInTime(toRequestInfo(connection, request), connection.timeout)
      : error;
    return { kind: "failure", error: timedOut };
  }
}

async function buildHeaders(
  { version }: OrgContext,
  { authorizer }: Connection,
  { method, url, body, headers, authorized }: OrgRequest,
): Promise<Record<string, string>> {
  return {
    accept: "application/json",
    "user-agent": `okta-unlock/${version}`,
    ...(authorized && (await authorizer.headersFor({ method, url }))),
    ...(body !== undefined && { "content-type": "application/json" }),
    ...headers,
  };
}

function settle(connection: Connection, request: OrgRequest, outcome: Outcome): Answer {
  if (outcome.kind === "answer") return outcome.answer;
  throw toNetworkError(toRequestInfo(connection, request), outcome.error);
}

function toRequestInfo({ orgUrl }: Connection, { purpose }: OrgRequest): RequestInfo {
  return { purpose, orgUrl };
}

/** Method, path, status, time and Okta's request id; never a header or a body. */
function describeExchange(
  { orgUrl }: Connection,
  request: OrgRequest,
  outcome: Outcome,
  elapsed: number,
): string {
  const path = request.url.slice(orgUrl.length);
  if (outcome.kind === "failure") return `${request.method} ${path} failed after ${elapsed} ms`;
  const requestId = readRequestId(outcome.answer);
  return `${request.method} ${path} ${outcome.answer.status} in ${elapsed} ms${requestId ? ` (${requestId})` : ""}`;
}

const defaultSeconds = 30;
const mostSeconds = 600;

/**
 * Milliseconds that one request may take, body included: OKTA_UNLOCK_TIMEOUT in seconds, else 30 seconds. Throws
 * `invalid-value` for what is no number of seconds up to ten minutes.
 */
function readRequestTimeout(env: Context["env"]): number {
  const text = env["OKTA_UNLOCK_TIMEOUT"] ?? String(defaultSeconds);
  const seconds = /^\d{1,3}(?:\.\d{1,3})?$/u.test(text) ? Number(text) : 0;
  if (seconds > 0 && seconds <= mostSeconds) return seconds * 1000;
  throw new OktaUnlockError("invalid-value", {
    message: `OKTA_UNLOCK_TIMEOUT is ${JSON.stringify(text)}, which can't be used.`,
    why: `It is the time that one request may take, in seconds: more than 0, at most ${mostSeconds}.`,
    next: `Give a number, for example: ${setVariable("OKTA_UNLOCK_TIMEOUT", String(defaultSeconds))}`,
  });
}
