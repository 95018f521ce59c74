import { hint, setVariable } from "../../hints.ts";
import { createPrivateKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";

/** A private key and how it signs. */
export interface SigningKey {
  readonly key: KeyObject;
  /** `RS256` to `ES512` (RFC 7518, section 3.1). */
  readonly algorithm: string;
  /** The `kid` of a JWK. */
  readonly keyId?: string;
}

/**
 * Reads the private key of a service app: PEM (PKCS#1, PKCS#8 or SEC 1; its line breaks may be written as `\n`, or lost)
 * or a JWK, RSA or EC. Throws `invalid-value`, never with the key in it. `name` is where the text came from.
 */
export function readPrivateKey(name: string, text: string): SigningKey {
  const trimmed = text.trim();
  return trimmed.startsWith("{") ? readJwk(name, trimmed) : readPem(name, trimmed);
}

/** True for a text that is a key or was meant as one; a path is neither. */
export function looksLikeKey(text: string): boolean {
  return text.trimStart().startsWith("{") || text.includes("-----BEGIN");
}

function readPem(name: string, text: string): SigningKey {
  const [, kind = "", body = ""] = pemBlock.exec(text.replaceAll(String.raw`\n`, "\n")) ?? [];
  if (kind === "") throw createKeyError(name, "It is neither a PEM block nor a JWK.");
  if (kind.includes("ENCRYPTED") || body.includes("ENCRYPTED")) {
    throw createKeyError(name, "It is encrypted with a passphrase, which is not supported.", decrypting);
  }
  if (!kind.endsWith("PRIVATE KEY"))
    throw createKeyError(name, `It is a ${kind.toLowerCase()}, not the private key.`);
  const lines = body.replaceAll(/\s+/gu, "").match(/.{1,64}/gu) ?? [];
  const pem = [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`, ""].join("\n");
  return toSigningKey(
    name,
    load(name, () => createPrivateKey(pem)),
  );
}

const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----([^]*?)-----END \1-----/u;

const decrypting = "Decrypt a copy of it: openssl pkey -in <encrypted.pem> -out <key.pem>";

function readJwk(name: string, text: string): SigningKey {
  const jwk = load(name, () => JSON.parse(text) as JsonWebKey & { readonly keys?: unknown });
  if (jwk.keys !== undefined)
    throw createKeyError(name, "It is a set of keys (JWKS); a single JWK is needed.");
  if (jwk.kty === undefined) throw createKeyError(name, "It is JSON, but not a JWK.");
  if (jwk.d === undefined)
    throw createKeyError(name, "It is only the public key: a private JWK has a member d.");
  const key = load(name, () => createPrivateKey({ key: jwk, format: "jwk" }));
  const { alg, kid } = jwk as { readonly alg?: unknown; readonly kid?: unknown };
  const signing = toSigningKey(name, key);
  return {
    ...signing,
    ...(isRsa(key) && rsaAlgorithms.includes(String(alg)) && { algorithm: String(alg) }),
    ...(typeof kid === "string" && kid !== "" && { keyId: kid }),
  };
}

/** The parser's own error is left out: it may quote what it could not read. */
function load<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw createKeyError(name, "It is damaged or incomplete.");
  }
}

function toSigningKey(name: string, key: KeyObject): SigningKey {
  return { key, algorithm: isRsa(key) ? chooseRsaAlgorithm(name, key) : chooseEcAlgorithm(name, key) };
}

function isRsa({ asymmetricKeyType }: KeyObject): boolean {
  return asymmetricKeyType === "rsa";
}

const rsaAlgorithms = ["RS256", "RS384", "RS512"];
const shortestModulus = 2048;

function chooseRsaAlgorithm(name: string, { asymmetricKeyDetails }: KeyObject): string {
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits >= shortestModulus) return "RS256";
  throw createKeyError(name, `It is an RSA key of ${bits} bits; Okta requires at least ${shortestModulus}.`);
}

/** The curves by OpenSSL's names. */
const curves: Readonly<Record<string, string>> = {
  prime256v1: "ES256",
  secp384r1: "ES384",
  secp521r1: "ES512",
};

function chooseEcAlgorithm(name: string, { asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  const curve = asymmetricKeyDetails?.namedCurve ?? asymmetricKeyType ?? "unknown";
  const algorithm = curves[curve];
  if (algorithm !== undefined) return algorithm;
  throw createKeyError(
    name,
    `It is a key of type ${curve}; Okta accepts RSA keys, and EC keys on P-256, P-384 and P-521.`,
  );
}

function createKeyError(name: string, why: string, next = giving): OktaUnlockError {
  return new OktaUnlockError("invalid-value", {
    message: `${name} does not contain a usable private key.`,
    why,
    next,
  });
}

const giving = `Provide the private key of the service app, as PEM or JWK: ${hint("login", { "client-id": "<id>", "private-key": "<key.pem>" })}, or ${setVariable("OKTA_CLIENT_PRIVATEKEY", "<key.pem>")}`;

type Source = Pick<Context, "secrets" | "cwd">;

/** Checks a private key and registers it as a secret. `name` is where it came from. Throws what `readPrivateKey` does. */
export function registerKey({ secrets }: Pick<Source, "secrets">, name: string, text: string): string {
  const key = text.trim();
  secrets.add(key);
  readPrivateKey(name, key);
  return key;
}

/** A key, or the path of a file that holds one, as Okta's SDKs take it. Throws `invalid-value`. */
export function readKeyOrFile(context: Source, name: string, text: string): string {
  if (looksLikeKey(text)) return registerKey(context, name, text);
  return registerKey(
    context,
    name,
    readText(context, text, `${name} is neither a private key nor the path of a readable file.`),
  );
}

/** The private key in a file. Throws `invalid-value`. */
export function readKeyFile(context: Source, name: string, path: string): string {
  return registerKey(context, name, readText(context, path, `${name} is not the path of a readable file.`));
}

/** What is no path is not repeated: it may be a key that lost its first line. */
function readText({ cwd, secrets }: Source, path: string, problem: string): string {
  try {
    return readFileSync(resolve(cwd, path), "utf8");
  } catch {
    secrets.add(path);
    throw new OktaUnlockError("invalid-value", {
      message: problem,
      why: "A key starts with -----BEGIN or, as a JWK, with {.",
      next: `Name the file: ${hint("login", { "client-id": "<id>", "private-key": "<key.pem>" })}, or ${setVariable("OKTA_CLIENT_PRIVATEKEY", "<key.pem>")}`,
    });
  }
}
