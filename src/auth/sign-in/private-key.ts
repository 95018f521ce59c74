import { hint, setVariable } from "../../hints.ts";
import { createPrivateKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { OktaUnlockError } from "../../errors.ts";
import { unwrapKey } from "./key-text.ts";

/** A private key and how it signs. */
export interface SigningKey {
  readonly key: KeyObject;
  /** `RS256` to `ES512` (RFC 7518, section 3.1). */
  readonly algorithm: string;
  /** The `kid` of a JWK. */
  readonly keyId?: string;
}

/**
 * Reads the private key of a service app: PEM (PKCS#1, PKCS#8 or SEC 1, other blocks around it are skipped) or a JWK, RSA or
 * EC, in any form that `unwrapKey` knows. Throws `invalid-value`, never with the key in it. `name` is where the text came from.
 */
export function readPrivateKey(name: string, text: string): SigningKey {
  const key = unwrapKey(text);
  return key.startsWith("{") ? readJwk(name, key) : readPem(name, key);
}

function readPem(name: string, text: string): SigningKey {
  const { kind, body } = choosePemBlock(name, text);
  if (kind.includes("ENCRYPTED") || body.includes("ENCRYPTED")) {
    throw createKeyError(name, "It is encrypted with a passphrase, which is not supported.", decrypting);
  }
  if (kind.startsWith("OPENSSH")) throw createKeyError(name, "It is in OpenSSH's own form.", rewriting);
  const lines = body.replaceAll(/\s+/gu, "").match(/.{1,64}/gu) ?? [];
  const pem = [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`, ""].join("\n");
  return toSigningKey(
    name,
    load(name, () => createPrivateKey(pem)),
  );
}

interface PemBlock {
  readonly kind: string;
  readonly body: string;
}

/** OpenSSL writes the parameters of a curve before its key, and bundles begin with a certificate. */
function choosePemBlock(name: string, text: string): PemBlock {
  const blocks = [...text.matchAll(pemBlock)].map(([, kind = "", body = ""]): PemBlock => ({ kind, body }));
  if (blocks.length === 0) throw createKeyError(name, "It is neither a PEM block nor a JWK.");
  const [first, ...others] = blocks.filter(({ kind }) => kind.endsWith("PRIVATE KEY"));
  if (first === undefined) {
    const kinds = [...new Set(blocks.map(({ kind }) => kind.toLowerCase()))].join(", ");
    throw createKeyError(name, `It contains no private key, only this: ${kinds}.`);
  }
  return [first, ...others].find(({ kind }) => !kind.startsWith("ENCRYPTED")) ?? first;
}

const pemBlock = /-----BEGIN ([A-Z0-9 ]+)-----([^]*?)-----END \1-----/gu;

const decrypting = "Decrypt a copy of it: openssl pkey -in <encrypted.pem> -out <key.pem>";
const rewriting = "Rewrite a copy of it as PEM: ssh-keygen -p -m PEM -f <copy>";

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

/** Never with the key in it. */
export function createKeyError(name: string, why: string, next = giving): OktaUnlockError {
  return new OktaUnlockError("invalid-value", {
    message: `${name} does not contain a usable private key.`,
    why,
    next,
  });
}

const giving = `Provide the private key of the service app, as PEM or JWK: ${hint("login", { "client-id": "<id>", "private-key": "<key.pem>" })}, or ${setVariable("OKTA_CLIENT_PRIVATEKEY", "<key.pem>")}`;
