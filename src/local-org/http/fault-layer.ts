import { setTimeout as sleep } from "node:timers/promises";
import type { Context, Next } from "koa";
import type { Fault, RefusalCode } from "../faults.ts";
import type { Org } from "../org.ts";
import { ApiError, internalError, rateLimited } from "./api-error.ts";
import { setRateLimitHeaders } from "./rate-limit.ts";

/** Makes the failures that were asked for (see faults.ts). */
export function makeFaults(org: Org) {
  return async (context: Context, next: Next): Promise<void> => {
    const faults = org.faults.take(context.method, context.path);
    for (const fault of faults) if (fault.kind === "latency") await sleep(fault.milliseconds);
    const fault = faults.find((each) => each.kind !== "latency");
    if (fault === undefined) return next();
    if (happensAfter(fault)) await runQuietly(next);
    await fail(org, context, fault, next);
  };
}

function happensAfter(fault: Fault): boolean {
  return (fault.kind === "drop" || fault.kind === "status") && fault.when === "after";
}

/** The request is carried out; what it would have answered, an error included, is lost. */
async function runQuietly(next: Next): Promise<void> {
  try {
    await next();
  } catch {
    // The client never hears of it.
  }
}

async function fail(org: Org, context: Context, fault: Fault, next: Next): Promise<void> {
  if (fault.kind === "rate-limit") throw limited(org, context, fault.resetAfterSeconds);
  if (fault.kind === "refusal") throw refusal(fault.errorCode);
  if (fault.kind === "status") return sendStatus(context, fault);
  if (fault.kind === "drop") return drop(context);
  await next();
  if (fault.kind === "malformed-json") context.body = `<!-- ${bodyOf(context)}`;
  if (fault.kind === "truncated-body") truncate(context);
}

function limited(org: Org, context: Context, resetAfterSeconds: number | undefined): ApiError {
  const resetAt =
    resetAfterSeconds === undefined ? undefined : org.clock.now().getTime() + resetAfterSeconds * 1000;
  setRateLimitHeaders(context, { limit: 600, remaining: 0, resetAt });
  return rateLimited();
}

const refusals: Readonly<Record<RefusalCode, readonly [number, string]>> = {
  E0000006: [403, "You do not have permission to perform the requested action"],
  E0000010: [503, "Service is in read only mode"],
  E0000011: [401, "Invalid token provided"],
  E0000015: [401, "You do not have permission to access the feature you are requesting"],
  E0000060: [501, "Unsupported operation."],
  E0000239: [423, "Policy priorities are being reconciled. Please try again later."],
  E0000260: [403, "This developer org has been deactivated."],
};

function refusal(errorCode: RefusalCode): ApiError {
  const [status, summary] = refusals[errorCode];
  return new ApiError(status, errorCode, summary);
}

/** What a proxy in front of Okta would say. */
function proxyPage(status: number): string {
  return `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`;
}

function sendStatus(context: Context, fault: Extract<Fault, { kind: "status" }>): void {
  if (fault.body === undefined || fault.body === "okta") {
    const { errorCode, message } = internalError();
    throw new ApiError(fault.status, errorCode, message);
  }
  context.status = fault.status;
  context.type = "text/html";
  context.body = fault.body === "html" ? proxyPage(fault.status) : "";
}

function drop(context: Context): void {
  context.respond = false;
  context.req.socket.destroy();
}

/** Announces the whole body, sends half of it and breaks the connection. */
function truncate(context: Context): void {
  const body = Buffer.from(bodyOf(context));
  context.respond = false;
  context.res.setHeader("Content-Length", body.length);
  context.res.statusCode = context.status;
  context.res.write(body.subarray(0, Math.floor(body.length / 2)), () => context.req.socket.destroy());
}

function bodyOf(context: Context): string {
  return typeof context.body === "string" ? context.body : "";
}
