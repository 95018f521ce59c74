import { timingSafeEqual, createHash, randomBytes } from "node:crypto";
import type { Context, Next } from "koa";
import type { Org } from "../org.ts";
import { newId } from "../ids.ts";
import type { Json } from "../json.ts";
import {
  ApiError,
  internalError,
  invalidSession,
  invalidToken,
  methodNotAllowed,
  notWellFormed,
  pathNotFound,
} from "./api-error.ts";

const maxBodyBytes = 1024 * 1024;

/** The outermost layer: headers of every answer, and every error in Okta's form. */
export function envelope(org: Org) {
  return async (context: Context, next: Next): Promise<void> => {
    context.state["requestId"] = randomBytes(16).toString("base64url");
    context.state["origin"] = `https://${context.host}`;
    context.set({
      "X-Okta-Request-Id": String(context.state["requestId"]),
      "Cache-Control": "no-cache, no-store",
      "X-Content-Type-Options": "nosniff",
    });
    try {
      await next();
      if (context.status === 404 && context.body === undefined) throw pathNotFound();
    } catch (error) {
      sendError(org, context, error instanceof ApiError ? error : internalError());
    }
  };
}

function sendError(org: Org, context: Context, error: ApiError): void {
  context.status = error.status;
  context.body = JSON.stringify({
    errorCode: error.errorCode,
    errorSummary: error.message,
    errorLink: error.errorCode,
    errorId: newId("oae", org.clock.now()),
    errorCauses: error.causes.map((errorSummary) => ({ errorSummary })),
  });
  context.type = "application/json";
}

/** Everything under `/api/` needs a known API token. */
export function authenticate(org: Org) {
  return async (context: Context, next: Next): Promise<void> => {
    if (context.path.startsWith("/api/")) identify(org, context);
    await next();
  };
}

function identify(org: Org, context: Context): void {
  const header = context.get("Authorization");
  if (header === "") throw invalidSession();
  const value = /^SSWS (\S+)$/.exec(header)?.[1] ?? "";
  const token = org.store.list("apiTokens").find((each) => isSame(each.value, value));
  if (token === undefined) throw invalidToken();
  context.state["userId"] = token.userId;
  context.state["tokenId"] = token.id;
}

/** Compares digests, so that the time taken says nothing about the secret or its length. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

export async function readBody(context: Context, next: Next): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of context.req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw notWellFormed();
    chunks.push(chunk);
  }
  if (size > 0) context.state["body"] = parse(Buffer.concat(chunks).toString("utf8"));
  await next();
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw notWellFormed();
  }
}

export function refuseOtherMethods(context: Context): void {
  const matched = (context as Context & { matched?: readonly unknown[] }).matched;
  throw matched !== undefined && matched.length > 0 ? methodNotAllowed() : pathNotFound();
}
