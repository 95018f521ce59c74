import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { looksLikeKey, readPrivateKey } from "./private-key.ts";

type Source = Pick<Context, "secrets" | "cwd">;

/** Checks a private key and registers it as a secret. `name` is where it came from. Throws what `readPrivateKey` does. */
export function acceptKey({ secrets }: Pick<Source, "secrets">, name: string, text: string): string {
  const key = text.trim();
  secrets.add(key);
  readPrivateKey(name, key);
  return key;
}

/** A key, or the path of a file that holds one, as Okta's SDKs take it. Throws `invalid-value`. */
export function keyOrFile(context: Source, name: string, text: string): string {
  if (looksLikeKey(text)) return acceptKey(context, name, text);
  return acceptKey(
    context,
    name,
    readText(context, text, `${name} holds no private key, and names no file that can be read.`),
  );
}

/** The private key in a file. Throws `invalid-value`. */
export function keyInFile(context: Source, name: string, path: string): string {
  return acceptKey(context, name, readText(context, path, `${name} names no file that can be read.`));
}

/** What is no path is not repeated: it may be a key that lost its first line. */
function readText({ cwd, secrets }: Source, path: string, problem: string): string {
  try {
    return readFileSync(resolve(cwd, path), "utf8");
  } catch {
    secrets.add(path);
    throw new OktaUnlockError("invalid-value", {
      message: problem,
      why: "A key begins with -----BEGIN or, as a JWK, with {.",
      next: "Name the file: okta-unlock login --client-id <id> --private-key <key.pem>, or export OKTA_CLIENT_PRIVATEKEY=<key.pem>",
    });
  }
}
