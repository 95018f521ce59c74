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

const encrypted = { cipher: "aes-256-cbc", passphrase: "secret" };
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
