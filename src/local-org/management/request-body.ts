import type { Context, Next } from "koa";
import type { Json } from "../json.ts";
import { ApiError, notWellFormed } from "../http/api-error.ts";

const maxBytes = 1024 * 1024;

/** Reads the JSON body of a management request: at most 1 MB, else 413; malformed JSON is E0000003. */
export async function readBody(context: Context, next: Next): Promise<void> {
  if (context.path.startsWith("/api/")) {
    const text = await readText(context);
    if (text !== "") context.state["body"] = parse(text, context.get("Content-Type"));
  }
  await next();
}

async function readText(context: Context): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  if (Number(context.get("Content-Length")) > maxBytes) throw tooLarge(context);
  // A refusal must still be sent, so the connection outlives the reading.
  const stream: AsyncIterable<Buffer> = context.req.iterator({ destroyOnReturn: false });
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(context);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The rest of the body is not read: the connection ends with the answer. */
function tooLarge(context: Context): ApiError {
  context.set("Connection", "close");
  return new ApiError(413, "E0000003", "The request body was not well-formed.", [
    "The body is larger than 1 MB.",
  ]);
}

function parse(text: string, contentType: string): Json {
  if (contentType !== "" && !/^(application\/(.+\+)?json|text\/plain)\b/i.test(contentType))
    throw wrongType();
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw notWellFormed();
  }
}

function wrongType(): ApiError {
  return new ApiError(
    415,
    "E0000021",
    "Bad request. Accept and/or Content-Type headers likely do not match supported values.",
  );
}
