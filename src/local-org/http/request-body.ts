import { createHmac, timingSafeEqual } from "node:crypto";
import type { Context } from "koa";
import { ApiError } from "./api-error.ts";

const formLimit = { bytes: 64 * 1024, summary: "The form is larger than 64 KB." };

/** Reads an HTML form or an OAuth request (`application/x-www-form-urlencoded`): at most 64 KB, else 413; other types are 415. */
export async function readForm(context: Context): Promise<URLSearchParams> {
  if (context.get("Content-Type") !== "" && !context.is("application/x-www-form-urlencoded")) {
    throw new ApiError(415, "E0000021", "Only application/x-www-form-urlencoded is read here.");
  }
  return new URLSearchParams(await readText(context, formLimit));
}

/** The value of the hidden field `form_token`: only a page of ours could know it for this `binding` (a sign-in, a browser). */
export function createFormToken(context: Pick<Context, "app">, binding: string): string {
  return createHmac("sha256", readFormKey(context)).update(binding).digest("base64url");
}

/** Kept as long as the keys of cookies are: a form that was open over a restart of the org is still good. */
function readFormKey({ app }: Pick<Context, "app">): string {
  const [key] = app.keys as readonly string[];
  if (key === undefined) throw new TypeError("An application without keys has no forms.");
  return `form ${key}`;
}

/**
 * Refuses a form that did not come from a page of ours (CSRF): another origin, or a `form_token` that doesn't fit. Throws
 * 403.
 */
export function checkForm(context: Context, form: URLSearchParams, binding: string): void {
  if (isFormToken(context, form.get("form_token") ?? "", binding) && isSameOrigin(context)) return;
  throw new ApiError(403, "E0000006", "This form is out of date, or was not sent by this org's own page.");
}

/** Whether a text is what `createFormToken` gave for this `binding`. Takes the same time for every wrong one. */
export function isFormToken(context: Pick<Context, "app">, token: string, binding: string): boolean {
  const given = Buffer.from(token);
  const right = Buffer.from(createFormToken(context, binding));
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Browsers name the origin of every form that crosses origins. */
function isSameOrigin(context: Context): boolean {
  const { origin, "sec-fetch-site": site } = context.req.headers;
  const own = (context.state as { readonly origin?: string }).origin;
  return (
    (origin === undefined || origin === own) &&
    (site === undefined || site === "same-origin" || site === "none")
  );
}

export interface TextLimit {
  readonly bytes: number;
  /** What a longer body is refused with, besides 413 E0000003. */
  readonly summary: string;
  readonly causes?: readonly string[];
}

/** Reads a whole body as text. One that is longer than the limit is not read to its end: the connection ends with the answer. */
export async function readText(context: Context, limit: TextLimit): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  if (Number(context.get("Content-Length")) > limit.bytes) throw createTooLargeError(context, limit);
  // A refusal must still be sent, so the connection outlives the reading.
  const stream: AsyncIterable<Buffer> = context.req.iterator({ destroyOnReturn: false });
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > limit.bytes) throw createTooLargeError(context, limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function createTooLargeError(context: Context, { summary, causes = [] }: TextLimit): ApiError {
  context.set("Connection", "close");
  return new ApiError(413, "E0000003", summary, causes);
}
