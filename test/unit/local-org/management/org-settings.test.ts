import { Agent } from "undici";
import { afterAll, expect, test } from "vitest";
import { Store } from "../../../../src/local-org/store/store.ts";
import { caller, nativeApp, startTestOrg, temporaryFolder } from "../support.ts";
import { join } from "node:path";

const shared = await startTestOrg({}, afterAll);

test("POST changes a setting, PUT empties the rest; what identifies the org stays", async () => {
  const { json: before } = await shared.call("GET", "/api/v1/org");
  const changed = await shared.call("POST", "/api/v1/org", { city: "London", id: "00oOther" });
  expect(changed.json).toMatchObject({ id: before.id, city: "London", companyName: before.companyName });
  const replaced = await shared.call("PUT", "/api/v1/org", { companyName: "Analytical Engines" });
  expect(replaced.json).toMatchObject({ id: before.id, companyName: "Analytical Engines", city: null });
  expect((await shared.call("GET", "/api/v1/org")).json).toEqual(replaced.json);
  const wrong = await shared.call("POST", "/api/v1/org", { city: 7 });
  expect([wrong.status, wrong.json.errorSummary]).toEqual([400, "Api validation failed: city"]);
});

test("the contacts of the org are users, first of all the administrator", async () => {
  const { json: types } = await shared.call("GET", "/api/v1/org/contacts");
  expect(types.map((each: { contactType: string }) => each.contactType)).toEqual(["BILLING", "TECHNICAL"]);
  const { json: me } = await shared.call("GET", "/api/v1/users/me");
  expect((await shared.call("GET", "/api/v1/org/contacts/BILLING")).json.userId).toBe(me.id);
  const { json: user } = await shared.call("GET", "/api/v1/users/test@example.com");
  await shared.call("PUT", "/api/v1/org/contacts/technical", { userId: user.id });
  expect((await shared.call("GET", "/api/v1/org/contacts/TECHNICAL")).json.userId).toBe(user.id);
  expect((await shared.call("PUT", "/api/v1/org/contacts/technical", { userId: "x" })).status).toBe(404);
  expect((await shared.call("GET", "/api/v1/org/contacts/LEGAL")).status).toBe(404);
});

test("there are no features to switch", async () => {
  expect((await shared.call("GET", "/api/v1/features")).json).toEqual([]);
});

test("another token is seen without its value, and revoked; a suspended owner's token is no token", async () => {
  const dataDirectory = await temporaryFolder();
  const first = await startTestOrg({ dataDirectory });
  const { json: user } = await first.call("GET", "/api/v1/users/test@example.com");
  await first.close();
  const value = `00${"x".repeat(40)}`;
  const now = new Date().toISOString();
  const store = new Store(join(dataDirectory, "state"));
  const token = { id: "00Tother", created: now, lastUpdated: now, name: "Other", userId: user.id, value };
  store.write([{ put: "apiTokens", key: token.id, value: token }]);
  await store.close();
  const org = await startTestOrg({ dataDirectory });
  const dispatcher = new Agent({ connect: { ca: org.caCertificate } });
  const other = caller({ url: org.url, apiToken: value }, dispatcher);
  expect((await other("GET", "/api/v1/users/me")).json.id).toBe(user.id);
  const shown = await org.call("GET", "/api/v1/api-tokens/00Tother");
  expect(shown.json).toMatchObject({ id: "00Tother", name: "Other", userId: user.id });
  expect(shown.text).not.toContain(value);
  for (const [step, status] of [
    ["suspend", 401],
    ["unsuspend", 200],
  ] as const) {
    await org.call("POST", `/api/v1/users/${user.id}/lifecycle/${step}`);
    expect((await other("GET", "/api/v1/users/me")).status).toBe(status);
  }
  expect((await org.call("DELETE", "/api/v1/api-tokens/00Tother")).status).toBe(204);
  expect((await other("GET", "/api/v1/users/me")).json.errorCode).toBe("E0000011");
  expect((await org.call("GET", "/api/v1/api-tokens/00Tother")).status).toBe(404);
  await dispatcher.destroy();
});

function serviceApp(keys: readonly object[] | undefined) {
  return nativeApp("Service", {
    "credentials.oauthClient": { token_endpoint_auth_method: "private_key_jwt" },
    "settings.oauthClient": {
      application_type: "service",
      grant_types: ["client_credentials"],
      response_types: [],
      ...(keys === undefined ? {} : { jwks: { keys } }),
    },
  });
}

const rsa = { kty: "RSA", e: "AQAB", n: Buffer.alloc(256, 7).toString("base64url"), kid: "one" };

test("a service app keeps its public keys, and never a private part that was sent by mistake", async () => {
  const { status, json, text } = await shared.call(
    "POST",
    "/api/v1/apps",
    serviceApp([{ ...rsa, d: "private-exponent" }]),
  );
  expect(status).toBe(200);
  expect(json.settings.oauthClient.jwks).toEqual({ keys: [rsa] });
  expect(text).not.toContain("private-exponent");
});

test.each([
  ["no keys", undefined],
  ["an empty list of keys", []],
  ["two keys of one name", [rsa, rsa]],
  ["a key of 1024 bits", [{ ...rsa, n: Buffer.alloc(128, 7).toString("base64url") }]],
  ["a symmetric key", [{ kty: "oct", k: "x" }]],
])("a service app with %s is refused", async (_what, keys) => {
  const { status, json } = await shared.call("POST", "/api/v1/apps", serviceApp(keys));
  expect([status, json.errorSummary]).toEqual([400, "Api validation failed: jwks"]);
});

test("the secret of a confidential client is listed; a public client has none", async () => {
  const web = nativeApp("Web", {
    "credentials.oauthClient": {},
    "settings.oauthClient.application_type": "web",
  });
  const { json: app } = await shared.call("POST", "/api/v1/apps", web);
  const { json } = await shared.call("GET", `/api/v1/apps/${app.id}/credentials/secrets`);
  expect(json).toMatchObject([
    { status: "ACTIVE", client_secret: app.credentials.oauthClient.client_secret },
  ]);
  const path = `/api/v1/apps/${app.id}/credentials/secrets/${json[0].id}`;
  expect((await shared.call("GET", path)).json).toEqual(json[0]);
  const { json: native } = await shared.call("POST", "/api/v1/apps", nativeApp("Native"));
  expect((await shared.call("GET", `/api/v1/apps/${native.id}/credentials/secrets`)).json).toEqual([]);
});
