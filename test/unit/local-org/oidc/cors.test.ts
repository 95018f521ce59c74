import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestOrg } from "../support.ts";
import { authorizationRequest, Browser, codeForm, signInApp, signInByForm } from "./browser.ts";
import { raw } from "./raw.ts";

const org = await startTestOrg({}, afterAll);
const { clientId } = await signInApp(org);
const trusted = "http://localhost:3000";
const evil = "http://evil.example";
const ofApp = "https://spa.example:8443";

const bases = ["/oauth2/default/v1", "/oauth2/v1"];
const callable = ["token", "userinfo", "introspect", "revoke", "device/authorize", "par"];
const documents = [
  "/.well-known/openid-configuration",
  "/.well-known/oauth-authorization-server",
  "/.well-known/oauth-authorization-server/oauth2/default",
  "/oauth2/default/.well-known/openid-configuration",
  ...bases.map((base) => `${base}/keys`),
];
const form = `client_id=${clientId}&token=x&grant_type=refresh_token&refresh_token=x`;

async function trust(origin: string, scopes: readonly string[]): Promise<string> {
  const body = { name: `${origin} ${scopes.join()}`, origin, scopes: scopes.map((type) => ({ type })) };
  const { json, status } = await org.call("POST", "/api/v1/trustedOrigins", body);
  expect(status).toBe(200);
  return json.id as string;
}

/** What a browser would learn: by asking first, and by the answer itself. */
async function share(path: string, origin: string) {
  const asked = await raw(org, path, {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "dpop" },
  });
  const answer = await raw(org, path, {
    headers: { origin },
    ...(!documents.includes(path) && { body: form }),
  });
  return [asked.headers, answer.headers].map((headers) => headers["access-control-allow-origin"]);
}

beforeAll(async () => {
  await trust(trusted, ["CORS"]);
  await trust("http://redirect.example", ["REDIRECT"]);
});

describe.each(bases.flatMap((base) => callable.map((name) => `${base}/${name}`)))("%s", (path) => {
  test("may be called from a trusted origin", async () => {
    expect(await share(path, trusted)).toEqual([trusted, trusted]);
  });

  test.each([
    evil,
    "null",
    "http://localhost:3001",
    "https://localhost:3000",
    "http://redirect.example",
    "*",
  ])("not from %s", async (origin) => {
    expect(await share(path, origin)).toEqual([undefined, undefined]);
  });
});

test("what was asked for is allowed, with the headers that scripts of Okta's SDKs read", async () => {
  const asked = { "access-control-request-method": "POST", "access-control-request-headers": "dpop" };
  const headers = { origin: trusted, ...asked };
  const { status, headers: given } = await raw(org, `${bases[0]}/token`, { method: "OPTIONS", headers });
  expect(status).toBe(204);
  expect(given).toMatchObject({
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "dpop",
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": expect.stringContaining("DPoP-Nonce"),
    vary: expect.stringContaining("Origin"),
  });
});

test.each(documents)("anyone may read %s, a trusted origin with cookies", async (path) => {
  expect(await share(path, evil)).toEqual(["*", "*"]);
  expect(await share(path, trusted)).toEqual([trusted, trusted]);
  const { headers } = await raw(org, path, { headers: { origin: evil } });
  expect(headers["access-control-allow-credentials"]).toBeUndefined();
});

test.each(["authorize", "logout", "activate"])("no script may call %s", async (name) => {
  expect(await share(`${bases[0]}/${name}`, trusted)).toEqual([undefined, undefined]);
});

test("a trusted origin that is deactivated or removed is trusted no more", async () => {
  const id = await trust("https://for.a.while", ["CORS"]);
  expect(await share(`${bases[0]}/token`, "https://for.a.while")).toEqual([
    "https://for.a.while",
    "https://for.a.while",
  ]);
  await org.call("POST", `/api/v1/trustedOrigins/${id}/lifecycle/deactivate`);
  expect(await share(`${bases[0]}/token`, "https://for.a.while")).toEqual([undefined, undefined]);
});

test("an app in a browser gets its tokens at the origin of its redirect URI, and calls nothing else there", async () => {
  const redirect = `${ofApp}/callback`;
  const { clientId: spa } = await signInApp(org, {
    "settings.oauthClient.application_type": "browser",
    "settings.oauthClient.redirect_uris": [redirect],
  });
  const browser = new Browser(org);
  const request = authorizationRequest(spa, { redirect_uri: redirect });
  const { code = "" } = await signInByForm(org, browser, request);
  const { headers, json } = await browser.request(`${bases[0]}/token`, {
    form: { ...codeForm(spa, code, request), redirect_uri: redirect },
    headers: { origin: ofApp },
  });
  expect([json.token_type, headers.get("access-control-allow-origin")]).toEqual(["Bearer", ofApp]);
  expect((await share(`${bases[0]}/token`, ofApp))[0]).toBe(ofApp);
  expect((await share(`${bases[0]}/token`, ofApp))[1], "another client's").toBeUndefined();
  expect(await share(`${bases[0]}/userinfo`, ofApp)).toEqual([undefined, undefined]);
});

test("an origin that isn't trusted is answered: it is the browser that keeps the answer from the script", async () => {
  const { status, text } = await raw(org, `${bases[0]}/token`, { headers: { origin: evil }, body: form });
  expect([status, JSON.parse(text)]).toEqual([400, expect.objectContaining({ error: "invalid_grant" })]);
});
