import type { Context, Next } from "koa";
import type { Json } from "../json.ts";
import { ApiError, notWellFormed } from "../http/api-error.ts";
import { readText } from "../http/read-text.ts";

const limit = {
  bytes: 1024 * 1024,
  summary: "The request body was not well-formed.",
  causes: ["The body is larger than 1 MB."],
};

/** Reads the JSON body of a management request: at most 1 MB, else 413; malformed JSON is E0000003. */
export async function readBody(context: Context, next: Next): Promise<void> {
  if (context.path.startsWith("/api/")) {
    const text = await readText(context, limit);
    if (text !== "") context.state["body"] = parse(text, context.get("Content-Type"));
  }
  await next();
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
