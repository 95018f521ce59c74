import { closeSync, constants, openSync, readSync } from "node:fs";
import { resolve } from "node:path";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { hint, setVariable } from "../../hints.ts";
import { looksLikeKey, readKeyBytes, unwrapKey } from "./key-text.ts";
import { createKeyError, readPrivateKey } from "./private-key.ts";

type Source = Pick<Context, "secrets" | "cwd">;

/**
 * Checks a private key and registers it as a secret, as it was given and as the PEM or JWK that it is; gives the latter. `name`
 * is where it came from. Throws what `readPrivateKey` does.
 */
export function registerKey({ secrets }: Pick<Source, "secrets">, name: string, text: string): string {
  secrets.add(text.trim());
  const key = unwrapKey(text).trim();
  secrets.add(key);
  readPrivateKey(name, key);
  return key;
}

/** A key, or the path of a file that holds one, as Okta's SDKs take it. Throws `invalid-value`. */
export function readKeyOrFile(context: Source, name: string, text: string): string {
  if (looksLikeKey(text)) return registerKey(context, name, text);
  const problem = `${name} is neither a private key nor the path of a readable file.`;
  return readFile(context, { name, path: text, problem });
}

/** The private key in a file: text in UTF-8 or UTF-16, or DER. Throws `invalid-value`. */
export function readKeyFile(context: Source, name: string, path: string): string {
  return readFile(context, { name, path, problem: `${name} is not the path of a readable file.` });
}

interface KeyFile {
  readonly name: string;
  readonly path: string;
  /** What to say when it can't be read. */
  readonly problem: string;
}

function readFile(context: Source, { name, path, problem }: KeyFile): string {
  const bytes = readBytes(context, path, problem);
  const key = readKeyBytes(bytes);
  if (key !== undefined) return registerKey(context, name, key);
  if (bytes.includes(0)) {
    throw createKeyError(name, "The file is binary, and no private key in DER that is free of a passphrase.");
  }
  return registerKey(context, name, Buffer.from(bytes).toString("utf8"));
}

/** More than any key; a path can also lead to a device that never ends. */
const mostBytes = 256 * 1024;

/** What is no path is not repeated: it may be a key that lost its first line. */
function readBytes({ cwd, secrets }: Source, path: string, problem: string): Uint8Array {
  try {
    return readStart(resolve(cwd, path));
  } catch {
    secrets.add(path);
    throw new OktaUnlockError("invalid-value", {
      message: problem,
      why: "A key starts with -----BEGIN or, as a JWK, with {.",
      next: `Name the file: ${hint("login", { "client-id": "<id>", "private-key": "<key.pem>" })}, or ${setVariable("OKTA_CLIENT_PRIVATEKEY", "<key.pem>")}`,
    });
  }
}

/** The file may also be a pipe, such as the shell's `<(…)`. One that nobody writes into is empty, instead of being waited for. */
function readStart(path: string): Uint8Array {
  // Windows has no O_NONBLOCK, which counts as 0 then.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const bytes = Buffer.alloc(mostBytes);
    const end = performance.now() + patienceMilliseconds;
    let length = 0;
    for (let read = 1; read > 0 && length < mostBytes; length += read) {
      read = readSome(file, bytes.subarray(length), end);
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

/** Whoever writes into the pipe may have to ask for a passphrase first. */
const patienceMilliseconds = 60_000;
const pauseMilliseconds = 20;

function readSome(file: number, into: Uint8Array, end: number): number {
  for (;;) {
    try {
      return readSync(file, into, 0, into.length, null);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN" || performance.now() > end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMilliseconds);
    }
  }
}
