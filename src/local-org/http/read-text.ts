import type { Context } from "koa";
import { ApiError } from "./api-error.ts";

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
  if (Number(context.get("Content-Length")) > limit.bytes) throw tooLarge(context, limit);
  // A refusal must still be sent, so the connection outlives the reading.
  const stream: AsyncIterable<Buffer> = context.req.iterator({ destroyOnReturn: false });
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > limit.bytes) throw tooLarge(context, limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function tooLarge(context: Context, { summary, causes = [] }: TextLimit): ApiError {
  context.set("Connection", "close");
  return new ApiError(413, "E0000003", summary, causes);
}
