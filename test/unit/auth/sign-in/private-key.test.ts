import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import { expect, test } from "vitest";
import { OktaUnlockError } from "../../../../src/errors.ts";
import { readPrivateKey } from "../../../../src/auth/sign-in/private-key.ts";
import { jwkOf, pemOf, rsaKey } from "./support.ts";

const ecKey = (namedCurve: string) => generateKeyPairSync("ec", { namedCurve }).privateKey;
const p256 = ecKey("P-256");
const p384 = ecKey("P-384");
const p521 = ecKey("P-521");
const rsaPem = pemOf(rsaKey);

/** As `openssl ecparam -name prime256v1 -genkey` writes it before the key. */
const ecParameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
const certificate = `-----BEGIN CERTIFICATE-----\n${base64("not read")}\n-----END CERTIFICATE-----\n`;
const encrypted = { cipher: "aes-256-cbc", passphrase: "secret" };

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function bareOf(pem: string): string {
  return pem.replaceAll(/-----.*-----|\n/gu, "");
}

function pemOfEncrypted(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem", ...encrypted }) as string;
}

test.each<[string, string, string, KeyObject]>([
  ["RSA in PKCS#1", pemOf(rsaKey, "pkcs1"), "RS256", rsaKey],
  ["RSA in PKCS#8", rsaPem, "RS256", rsaKey],
  ["RSA as a JWK", jwkOf(rsaKey), "RS256", rsaKey],
  ["RSA as a JWK that names its algorithm", jwkOf(rsaKey, { alg: "RS512" }), "RS512", rsaKey],
  ["P-256 in PKCS#8", pemOf(p256), "ES256", p256],
  ["P-256 in SEC 1", pemOf(p256, "sec1"), "ES256", p256],
  ["P-384 in PKCS#8", pemOf(p384), "ES384", p384],
  ["P-521 in PKCS#8", pemOf(p521), "ES512", p521],
  ["P-521 as a JWK", jwkOf(p521), "ES512", p521],
  ["with its line breaks written as \\n", rsaPem.replaceAll("\n", String.raw`\n`), "RS256", rsaKey],
  ["with its line breaks turned into spaces", rsaPem.replaceAll("\n", " "), "RS256", rsaKey],
  ["with Windows line ends", rsaPem.replaceAll("\n", "\r\n"), "RS256", rsaKey],
  ["with its line breaks written as \\r\\n", rsaPem.replaceAll("\n", String.raw`\r\n`), "RS256", rsaKey],
  ["with its line breaks escaped twice", rsaPem.replaceAll("\n", String.raw`\\n`), "RS256", rsaKey],
  ["with its line breaks escaped thrice", rsaPem.replaceAll("\n", String.raw`\\\\r\\\\n`), "RS256", rsaKey],
  ["in quotes", `"${rsaPem.replaceAll("\n", String.raw`\n`)}"`, "RS256", rsaKey],
  ["in base64", base64(rsaPem), "RS256", rsaKey],
  ["in base64 of several lines", base64(rsaPem).replaceAll(/.{76}/gu, "$&\n"), "RS256", rsaKey],
  ["in base64url", Buffer.from(rsaPem).toString("base64url"), "RS256", rsaKey],
  ["in base64 of UTF-16", Buffer.from(`\uFEFF${rsaPem}`, "utf16le").toString("base64"), "RS256", rsaKey],
  ["in base64 twice", base64(base64(rsaPem)), "RS256", rsaKey],
  ["as a JWK in base64", base64(jwkOf(p256)), "ES256", p256],
  ["as a JWK in quotes", `'${jwkOf(p256)}'`, "ES256", p256],
  ["as a JWK whose quotes are escaped", jwkOf(p256).replaceAll('"', '\\"'), "ES256", p256],
  ["without its first and last line", rsaPem.replaceAll(/-----.*-----/gu, ""), "RS256", rsaKey],
  ["PKCS#1 without its first and last line", bareOf(pemOf(rsaKey, "pkcs1")), "RS256", rsaKey],
  ["SEC 1 without its first and last line", bareOf(pemOf(p256, "sec1")), "ES256", p256],
  ["behind the parameters of its curve", ecParameters + pemOf(p256, "sec1"), "ES256", p256],
  ["behind a certificate", certificate + rsaPem, "RS256", rsaKey],
  ["before a certificate", rsaPem + certificate, "RS256", rsaKey],
  ["behind an encrypted one", pemOfEncrypted(p256) + rsaPem, "RS256", rsaKey],
  ["with a text before and after it", `Bag Attributes\n${rsaPem}\nend\n`, "RS256", rsaKey],
])("a key is read: %s", (_case, text, algorithm, original) => {
  const read = readPrivateKey("The key", text);
  expect(read.algorithm).toBe(algorithm);
  const data = Buffer.from("signed");
  expect(verify("sha256", data, createPublicKey(original), sign("sha256", data, read.key))).toBe(true);
});

test("the kid of a JWK is its key ID", () => {
  expect(readPrivateKey("The key", jwkOf(rsaKey, { kid: "abc" })).keyId).toBe("abc");
  expect(readPrivateKey("The key", jwkOf(rsaKey)).keyId).toBeUndefined();
});

const publicKey = createPublicKey(rsaKey);
const short = generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey;

test.each<[string, string, RegExp]>([
  [
    "is encrypted (PKCS#8)",
    rsaKey.export({ type: "pkcs8", format: "pem", ...encrypted }) as string,
    /passphrase/u,
  ],
  [
    "is encrypted (PKCS#1)",
    rsaKey.export({ type: "pkcs1", format: "pem", ...encrypted }) as string,
    /passphrase/u,
  ],
  ["is the public half", publicKey.export({ type: "spki", format: "pem" }) as string, /public key/u],
  [
    "is the public half as a JWK",
    JSON.stringify(publicKey.export({ format: "jwk" })),
    /only the public key/u,
  ],
  ["is a certificate", certificate, /no private key, only this: certificate/u],
  ["is only the parameters of a curve", ecParameters, /ec parameters/u],
  [
    "is in OpenSSH's form",
    `-----BEGIN OPENSSH PRIVATE KEY-----\n${base64("openssh-key-v1")}\n-----END OPENSSH PRIVATE KEY-----`,
    /OpenSSH/u,
  ],
  ["is base64 of something else", base64("nothing of a key in this text ".repeat(8)), /neither/u],
  ["is a set of keys", `{"keys":[${jwkOf(rsaKey)}]}`, /JWKS/u],
  ["is JSON of another kind", '{"client_secret":"s3cr3t-value"}', /not a JWK/u],
  ["is JSON that is cut off", jwkOf(rsaKey).slice(0, 400), /damaged/u],
  ["is a JWK with damaged numbers", jwkOf(rsaKey, { n: "AAAA", e: "" }), /damaged|bits/u],
  ["is PEM with a damaged body", rsaPem.replace(/^M.*$/mu, "nonsense"), /damaged/u],
  ["is cut off", rsaPem.slice(0, 400), /neither/u],
  ["is a word", "hunter2-hunter2", /neither/u],
  ["is empty", " ", /neither/u],
  ["is too short", pemOf(short), /1024 bits/u],
  ["is on another curve", pemOf(ecKey("secp256k1")), /secp256k1/u],
  ["is of another kind", pemOf(generateKeyPairSync("ed25519").privateKey), /ed25519/u],
])("a key is refused that %s, and never repeated", (_case, text, why) => {
  const error = refusalOf(text);
  expect(error.code).toBe("invalid-value");
  expect(error.message).toContain("OKTA_CLIENT_PRIVATEKEY");
  expect(error.why).toMatch(why);
  const said = [error.message, error.why, error.next, String(error.cause)].join("\n");
  for (const piece of text.match(/[\w+/-]{7,}/gu) ?? []) {
    if (!said.includes(piece)) continue;
    expect(["PRIVATE", "private", "client_secret"]).toContain(piece);
  }
});

function refusalOf(text: string): OktaUnlockError {
  try {
    readPrivateKey("OKTA_CLIENT_PRIVATEKEY", text);
  } catch (error) {
    if (error instanceof OktaUnlockError) return error;
    throw error;
  }
  throw new Error("expected a refusal");
}
