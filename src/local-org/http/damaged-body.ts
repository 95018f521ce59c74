import type { Context } from "koa";

/** Makes the answer something that is whole and no JSON. */
export function damageBody(context: Context): void {
  context.body = `<!-- ${bodyOf(context).toString("utf8")}`;
}

/** Announces the whole body, sends half of it and breaks the connection. */
export function truncateBody(context: Context): void {
  const body = bodyOf(context);
  context.respond = false;
  context.res.setHeader("Content-Length", body.length);
  context.res.statusCode = context.status;
  context.res.write(body.subarray(0, Math.floor(body.length / 2)), () => context.req.socket.destroy());
}

/** What koa would send: text and bytes as they are, an object as JSON. A stream can't be damaged, and counts as nothing. */
function bodyOf({ body }: Context): Buffer {
  if (typeof body === "string" || Buffer.isBuffer(body)) return Buffer.from(body);
  const isJson = typeof body === "object" && body !== null && !("pipe" in body);
  return Buffer.from(isJson ? JSON.stringify(body) : "");
}
