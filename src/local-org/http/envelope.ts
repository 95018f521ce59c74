import { randomBytes } from "node:crypto";
import type { Context, Next } from "koa";
import { createRandomText } from "../ids.ts";
import type { Org } from "../org.ts";
import { ApiError, createInternalError } from "./api-error.ts";

/** The outermost layer: the headers of every answer, and every error in Okta's form. Internal details are never shown. */
export function createEnvelope(org: Org) {
  return async (context: Context, next: Next): Promise<void> => {
    const requestId = randomBytes(16).toString("base64url");
    context.set({
      Date: org.clock.now().toUTCString(),
      "X-Okta-Request-Id": requestId,
      "Cache-Control": "no-cache, no-store",
      "X-Content-Type-Options": "nosniff",
      "X-Frame-Options": "DENY",
      "Referrer-Policy": "no-referrer",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    });
    const failure = await runOrRefuse(context, next);
    if (context.response.type === json) context.set("Content-Type", json);
    reportRequest(org, context, { requestId, failure });
  };
}

/** Returns the internal failure, if there is one. */
async function runOrRefuse(context: Context, next: Next): Promise<unknown> {
  try {
    await next();
  } catch (error) {
    sendError(context, error instanceof ApiError ? error : createInternalError());
    if (!(error instanceof ApiError)) return error;
  }
  return undefined;
}

function sendError(context: Context, error: ApiError): void {
  context.status = error.status;
  sendJson(context, {
    errorCode: error.errorCode,
    errorSummary: error.message,
    errorLink: error.errorCode,
    errorId: `oae${createRandomText(22)}`,
    errorCauses: error.causes.map((errorSummary) => ({ errorSummary })),
  });
}

function reportRequest(org: Org, context: Context, about: { requestId: string; failure: unknown }): void {
  const { requestId, failure } = about;
  const status = context.req.socket.destroyed ? 0 : context.status;
  const request = { method: context.method, url: redactUrl(context.originalUrl), status, requestId };
  org.onRequest?.(failure === undefined ? request : { ...request, failure });
}

/** Parameters whose values are secrets. Some should never be sent in a URL, but clients do it. */
const secretParameters: ReadonlySet<string> = new Set([
  "access_token",
  "client_assertion",
  "client_secret",
  "code",
  "code_verifier",
  "device_code",
  "form_token",
  "id_token",
  "id_token_hint",
  "password",
  "refresh_token",
  "request",
  "sessionToken",
  "token",
  "user_code",
]);

/** Path and query of a request, without the values of secrets, for the request log. */
export function redactUrl(url: string): string {
  const [whole = "", query] = url.split(/\?(.*)/su);
  const path = whole.replace(/(\/(?:developer\/redeem|welcome|reset_password)\/).*/u, "$1***");
  return query === undefined ? path : `${path}?${query.split("&").map(redactParameter).join("&")}`;
}

function redactParameter(pair: string): string {
  const [name = ""] = new URLSearchParams(pair).keys();
  return secretParameters.has(name) ? `${name}=***` : pair;
}

/**
 * Okta names JSON by these letters alone, and clients compare them: with `; charset=utf-8`, as koa would write it, Okta's
 * SDK for Java up to version 8 can't read an answer.
 */
const json = "application/json";

/**
 * Answers with JSON. As text, because for an object koa checks `instanceof Response`, which loads Node's `fetch`:
 * 17 ms on the first answer.
 */
export function sendJson(context: Context, value: object | string | number | boolean | null): void {
  context.set("Content-Type", json);
  context.body = JSON.stringify(value);
}
