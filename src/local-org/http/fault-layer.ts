import { setTimeout as sleep } from "node:timers/promises";
import type { Context, Next } from "koa";
import type { Fault, FaultMoment, StatusFault } from "../faults/fault.ts";
import type { Org } from "../org.ts";
import { ApiError, createInternalError } from "./api-error.ts";
import { answerRateLimited, findOAuthStatus, createRefusal, sendOAuthError } from "./fault-answers.ts";
import { setRateLimitHeaders } from "./rate-limit.ts";

/** Applies the faults that are armed for a request (see faults.ts). */
export function makeFaults(org: Org) {
  return async (context: Context, next: Next): Promise<void> => {
    const faults = org.faults.take(context.method, context.path);
    await waitFor(faults, "before");
    const fault = faults.find((each) => each.kind !== "latency");
    try {
      if (fault === undefined) await next();
      else await failRequest(org, context, fault, next);
    } finally {
      await waitFor(faults, "after");
    }
  };
}

async function waitFor(faults: readonly Fault[], moment: FaultMoment): Promise<void> {
  for (const fault of faults) {
    if (fault.kind !== "latency" || (fault.when ?? "before") !== moment) continue;
    // The delay does not keep the process running after the org was closed.
    await sleep(fault.milliseconds, undefined, { ref: false });
  }
}

function happensAfter(fault: Fault): boolean {
  return (fault.kind === "drop" || fault.kind === "status") && fault.when === "after";
}

/** Carries out the request and discards its answer, also when that is an error. */
async function runQuietly(next: Next): Promise<void> {
  try {
    await next();
  } catch {
    // The client gets no answer in any case.
  }
}

async function failRequest(org: Org, context: Context, fault: Fault, next: Next): Promise<void> {
  if (happensAfter(fault)) await runQuietly(next);
  if (fault.kind === "rate-limit") return sendRateLimit(org, context, fault.resetAfterSeconds);
  if (fault.kind === "refusal") throw createRefusal(fault.errorCode);
  if (fault.kind === "oauth-error") {
    return sendOAuthError(context, { status: findOAuthStatus(fault.error), ...fault });
  }
  if (fault.kind === "status") return sendStatus(context, fault);
  if (fault.kind === "drop") return dropConnection(context);
  await next();
  if (fault.kind === "malformed-json") damageBody(context);
  if (fault.kind === "truncated-body") truncateBody(context);
}

function sendRateLimit(org: Org, context: Context, resetAfterSeconds: number | undefined): void {
  const resetAt =
    resetAfterSeconds === undefined ? undefined : org.clock.now().getTime() + resetAfterSeconds * 1000;
  setRateLimitHeaders(context, { limit: 600, remaining: 0, resetAt });
  answerRateLimited(context);
}

/** What a proxy in front of Okta would say. */
function renderProxyPage(status: number): string {
  return `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`;
}

function sendStatus(context: Context, fault: StatusFault): void {
  if (fault.body === undefined || fault.body === "okta") {
    const { errorCode, message } = createInternalError();
    throw new ApiError(fault.status, errorCode, message);
  }
  context.status = fault.status;
  context.type = "text/html";
  context.body = fault.body === "html" ? renderProxyPage(fault.status) : "";
}

function dropConnection(context: Context): void {
  context.respond = false;
  context.req.socket.destroy();
}

/** Makes the answer complete, but not JSON. */
function damageBody(context: Context): void {
  context.body = `<!-- ${serializeBody(context).toString("utf8")}`;
}

/** Announces the whole body, sends half of it and breaks the connection. */
function truncateBody(context: Context): void {
  const body = serializeBody(context);
  context.respond = false;
  context.res.setHeader("Content-Length", body.length);
  context.res.statusCode = context.status;
  context.res.write(body.subarray(0, Math.floor(body.length / 2)), () => context.req.socket.destroy());
}

/** The body as koa would send it: text and bytes unchanged, an object as JSON. A stream counts as empty, because it can't be damaged. */
function serializeBody({ body }: Context): Buffer {
  if (typeof body === "string" || Buffer.isBuffer(body)) return Buffer.from(body);
  const isJson = typeof body === "object" && body !== null && !("pipe" in body);
  return Buffer.from(isJson ? JSON.stringify(body) : "");
}
