import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { OktaUnlockError } from "../../../../src/errors.ts";
import { readEnvironmentCredential } from "../../../../src/auth/sign-in/environment-credential.ts";
import { createSecretRegistry } from "../../../../src/terminal/secrets.ts";
import { jwkOf, pemOf, rsaKey } from "./support.ts";

const pem = pemOf(rsaKey).trim();
const complete = {
  OKTA_CLIENT_AUTHORIZATIONMODE: "PrivateKey",
  OKTA_CLIENT_CLIENTID: "0oaServiceApp0000001",
  OKTA_CLIENT_SCOPES: "okta.apps.manage okta.groups.read",
  OKTA_CLIENT_PRIVATEKEY: pem,
};

function fromEnvironment(env: Record<string, string>, cwd = "/") {
  const secrets = createSecretRegistry();
  return { secrets, read: () => readEnvironmentCredential({ env, secrets, cwd }) };
}

function errorFrom(env: Record<string, string>): OktaUnlockError {
  try {
    fromEnvironment(env).read();
  } catch (error) {
    if (error instanceof OktaUnlockError) return error;
  }
  throw new Error("expected a refusal");
}

test("without a mode it is the API token", () => {
  const { read } = fromEnvironment({
    ...complete,
    OKTA_CLIENT_AUTHORIZATIONMODE: "",
    OKTA_CLIENT_TOKEN: "00token",
  });
  expect(read()).toEqual({ kind: "api-token", token: "00token" });
  expect(fromEnvironment({}).read()).toBeUndefined();
});

test.each(["PrivateKey", "privatekey", " PRIVATEKEY "])("mode %s is a service app, token or not", (mode) => {
  const env = { ...complete, OKTA_CLIENT_AUTHORIZATIONMODE: mode, OKTA_CLIENT_TOKEN: "00token" };
  expect(fromEnvironment(env).read()).toEqual({
    kind: "service-app",
    clientId: "0oaServiceApp0000001",
    scopes: ["okta.apps.manage", "okta.groups.read"],
    privateKey: pem,
  });
});

test.each(["Bearer", "{mode}", "DPoP"])("mode %s is refused with what is possible", (mode) => {
  const error = errorFrom({ ...complete, OKTA_CLIENT_AUTHORIZATIONMODE: mode });
  expect(error.code).toBe("invalid-value");
  expect(`${error.message} ${error.why}`).toMatch(/SSWS.*PrivateKey/u);
});

test("every variable that is not set is named at once", () => {
  const error = errorFrom({ OKTA_CLIENT_AUTHORIZATIONMODE: "PrivateKey", OKTA_CLIENT_SCOPES: " " });
  expect(error).toMatchObject({ code: "missing-input", exitCode: 2 });
  const names = ["OKTA_CLIENT_CLIENTID", "OKTA_CLIENT_SCOPES", "OKTA_CLIENT_PRIVATEKEY"];
  expect(error.details.map((line) => line.split(": ").at(-1))).toEqual(names);
});

test.each([
  "okta.apps.manage,okta.groups.read",
  "okta.apps.manage, okta.groups.read",
  " okta.apps.manage   okta.groups.read\n",
])("scopes are split by blanks and commas: %j", (scopes) => {
  expect(fromEnvironment({ ...complete, OKTA_CLIENT_SCOPES: scopes }).read()).toMatchObject({
    scopes: ["okta.apps.manage", "okta.groups.read"],
  });
});

test.each(["OKTA_CLIENT_KEYID", "OKTA_CLIENT_PRIVATEKEYID"])("%s is the key ID", (name) => {
  expect(fromEnvironment({ ...complete, [name]: "key-1" }).read()).toMatchObject({ keyId: "key-1" });
});

test.each([
  ["with real line breaks", pem, pem],
  ["with line breaks written as \\n", pem.replaceAll("\n", String.raw`\n`), pem],
  ["in base64", Buffer.from(pem).toString("base64"), pem],
  ["as a JWK", jwkOf(rsaKey), jwkOf(rsaKey)],
])("a private key is taken %s, and is a secret from then on", (_case, text, key) => {
  const { secrets, read } = fromEnvironment({ ...complete, OKTA_CLIENT_PRIVATEKEY: text });
  expect(read()).toMatchObject({ privateKey: key });
  expect(secrets.mask(`text=${text} key=${key}`)).toBe("text=******** key=********");
});

test.each([
  "00token",
  " 00token\n",
  "SSWS 00token",
  "ssws  00token",
  '"00token"',
  "'SSWS 00token'",
  "Authorization: SSWS 00token",
])("the token is taken from %j, which is a secret as well", (text) => {
  const { secrets, read } = fromEnvironment({ OKTA_CLIENT_TOKEN: text });
  expect(read()).toEqual({ kind: "api-token", token: "00token" });
  expect(secrets.mask(`a ${text.trim()} b 00token`)).toBe("a ******** b ********");
});

test.each(["key.pem", "./key.pem"])(
  "a private key is read from the file %s, by the working folder",
  (path) => {
    const folder = mkdtempSync(join(tmpdir(), "okta-unlock-key-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "key.pem"), `${pem}\n`);
    const { secrets, read } = fromEnvironment({ ...complete, OKTA_CLIENT_PRIVATEKEY: path }, folder);
    expect(read()).toMatchObject({ privateKey: pem });
    expect(secrets.mask(pem)).toBe("********");
  },
);

test("what is neither a key nor a file is refused, and masked: it may be half a key", () => {
  const half = pem.split("\n").slice(1).join("\n");
  const error = errorFrom({ ...complete, OKTA_CLIENT_PRIVATEKEY: half });
  expect(error.code).toBe("invalid-value");
  expect(JSON.stringify([error.message, error.why, error.next, error.cause])).not.toContain(
    half.slice(0, 20),
  );
  const { secrets, read } = fromEnvironment({ ...complete, OKTA_CLIENT_PRIVATEKEY: half });
  expect(read).toThrow(OktaUnlockError);
  expect(secrets.mask(half)).toBe("********");
});

test("a client ID that can't be one is refused by its variable", () => {
  const error = errorFrom({ ...complete, OKTA_CLIENT_CLIENTID: "{clientId}" });
  expect(error).toMatchObject({ code: "invalid-value", why: expect.stringContaining("placeholder") });
  expect(error.message).toContain("OKTA_CLIENT_CLIENTID");
});
