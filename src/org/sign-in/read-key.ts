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
  return looksLikeKey(text) ? acceptKey(context, name, text) : keyInFile(context, name, text);
}

/** The private key in a file. Throws `invalid-value`; what is no path is not repeated: it may be a key that lost its first line. */
export function keyInFile(context: Source, name: string, path: string): string {
  return acceptKey(context, name, readText(context, name, path));
}

function readText({ cwd, secrets }: Source, name: string, path: string): string {
  try {
    return readFileSync(resolve(cwd, path), "utf8");
  } catch {
    secrets.add(path);
    throw new OktaUnlockError("invalid-value", {
      message: `${name} holds neither a private key nor the path of a file that can be read.`,
      why: "A key begins with -----BEGIN or, as a JWK, with {.",
      next: "Name the file: okta-unlock login --client-id <id> --private-key <key.pem>, or export OKTA_CLIENT_PRIVATEKEY=<key.pem>",
    });
  }
}
