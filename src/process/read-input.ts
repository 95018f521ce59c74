import { OktaUnlockError } from "../errors.ts";
import { hint, readingFile } from "../hints.ts";
import { decodeText } from "../values/decode-text.ts";
import { isTerminal } from "./interaction.ts";

/** All that is piped into stdin. */
export async function readInput(process: NodeJS.Process): Promise<string> {
  const { stdin } = process;
  if (isTerminal(process, 0)) {
    throw new OktaUnlockError("missing-input", {
      message: "Nothing is piped into this command.",
      why: "It reads from stdin, and stdin is a terminal.",
      next: `Pipe it in, for example: ${readingFile(hint("login", { "with-token": true }), "token.txt")}`,
    });
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stdin as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > mostInput) throw createInputTooLong();
    chunks.push(chunk);
  }
  return decodeText(Buffer.concat(chunks));
}

/** Bytes; a token or a key has a few thousand at most. */
const mostInput = 1024 * 1024;

function createInputTooLong(): OktaUnlockError {
  return new OktaUnlockError("invalid-value", {
    message: "What is piped into this command is longer than any token or key.",
    why: "It is probably another file.",
    next: `Pipe the token alone: ${readingFile(hint("login", { "with-token": true }), "token.txt")}`,
  });
}
