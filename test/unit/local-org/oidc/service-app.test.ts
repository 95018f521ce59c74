import { createHash, randomUUID } from "node:crypto";
import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";
import type { JWK } from "jose";
import { afterAll, describe, expect, test } from "vitest";
import { startTestOrg } from "../support.ts";
import {
  Browser,
  payloadOf,
  signInApp,
  signInByForm,
  authorizationRequest,
  everyone,
  tokenRequest,
  codeForm,
} from "./browser.ts";

let now = Date.now();
const org = await startTestOrg({ clock: { now: () => new Date(now) } }, afterAll);
const pair = await generateKeyPair("RS256", { extractable: true });
const stranger = await generateKeyPair("RS256");
const publicJwk: JWK = { ...(await exportJWK(pair.publicKey)), kid: "key-1", use: "sig", alg: "RS256" };
const tokenUrl = `${org.url}/oauth2/v1/token`;

async function serviceApp(scopes: readonly string[], settings: object = {}): Promise<string> {
  const { json } = await org.call("POST", "/api/v1/apps", {
    name: "oidc_client",
    label: "CI",
    signOnMode: "OPENID_CONNECT",
    credentials: { oauthClient: { token_endpoint_auth_method: "private_key_jwt" } },
    settings: {
      oauthClient: {
        application_type: "service",
        grant_types: ["client_credentials"],
        response_types: ["token"],
        jwks: { keys: [publicJwk] },
        ...settings,
      },
    },
  });
  for (const scopeId of scopes)
    await org.call("POST", `/api/v1/apps/${json.id}/grants`, { scopeId, issuer: org.url });
  return json.id as string;
}

const clientId = await serviceApp(["okta.apps.manage", "okta.groups.read"]);

async function assertion(
  changes: Record<string, unknown> = {},
  { kid = "key-1", key = pair.privateKey } = {},
): Promise<string> {
  const seconds = Math.floor(now / 1000);
  const claims = {
    iss: clientId,
    sub: clientId,
    aud: tokenUrl,
    iat: seconds,
    exp: seconds + 300,
    jti: randomUUID(),
    ...changes,
  };
  return new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid }).sign(key);
}

async function ask(more: Record<string, string> = {}, headers: Record<string, string> = {}) {
  const form = {
    grant_type: "client_credentials",
    scope: "okta.apps.manage okta.groups.read",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: await assertion(),
    ...more,
  };
  return new Browser(org).request("/oauth2/v1/token", { form, headers });
}

test("a service app gets a token for the Okta API and uses it", async () => {
  const { status, json } = await ask();
  expect(status).toBe(200);
  expect(json).toMatchObject({
    token_type: "Bearer",
    expires_in: 3600,
    scope: "okta.apps.manage okta.groups.read",
  });
  expect(payloadOf(json.access_token)).toMatchObject({
    iss: org.url,
    aud: org.url,
    cid: clientId,
    sub: clientId,
  });
  const headers = { authorization: `Bearer ${json.access_token}`, accept: "application/json" };
  const browser = new Browser(org);
  expect((await browser.request("/api/v1/apps?limit=1", { headers })).status).toBe(200);
  expect((await browser.request("/api/v1/groups", { headers })).status).toBe(200);
  const denied = await browser.request("/api/v1/authorizationServers", { headers });
  expect(denied).toMatchObject({ status: 403, json: { errorCode: "E0000006" } });
  expect(denied.headers.get("www-authenticate")).toContain("insufficient_scope");
  now += 3601_000;
  expect(await browser.request("/api/v1/apps", { headers })).toMatchObject({
    status: 401,
    json: { errorCode: "E0000011" },
  });
});

describe("a client assertion is refused", () => {
  const seconds = () => Math.floor(now / 1000);
  test.each([
    [
      "for another audience",
      { aud: "https://other.example.com/oauth2/v1/token" },
      {},
      "The audience claim for client_assertion must be the endpoint invoked for the request.",
    ],
    ["that is expired", { exp: 1000 }, {}, "The client_assertion token is expired."],
    ["without an end", { exp: undefined }, {}, "The client_assertion token must contain an expiration time."],
    [
      "of an unknown client",
      { iss: "0oaNobody", sub: "0oaNobody" },
      {},
      "The client_assertion token has an invalid issuer or subject.",
    ],
    ["with another key id", {}, { kid: "key-2" }, "The client_assertion JWT kid is invalid."],
    [
      "signed with another key",
      {},
      { key: stranger.privateKey },
      "The client_assertion signature is invalid.",
    ],
  ])("%s", async (_case, changes, signing, error_description) => {
    const answer = await ask({ client_assertion: await assertion(changes, signing) });
    expect(answer).toMatchObject({ status: 401, json: { error: "invalid_client", error_description } });
  });

  test("from the future, as of a clock that is ahead", async () => {
    const ahead = seconds() + 600;
    const answer = await ask({ client_assertion: await assertion({ iat: ahead, exp: ahead + 60 }) });
    expect(answer.json.error_description).toBe(
      "The client_assertion token must be issued before the current time.",
    );
  });

  test("that lives for more than an hour", async () => {
    const answer = await ask({ client_assertion: await assertion({ exp: seconds() + 7200 }) });
    expect(answer.json.error_description).toContain("more than one hour");
  });

  test("the second time", async () => {
    const once = await assertion();
    expect((await ask({ client_assertion: once })).status).toBe(200);
    expect((await ask({ client_assertion: once })).json.error_description).toBe(
      "The client_assertion token has already been used.",
    );
  });

  test("that is not a JWT", async () => {
    expect((await ask({ client_assertion: "nonsense" })).status).toBe(401);
  });
});

test("scopes that were not granted are left out; when none is left, nothing is given", async () => {
  const some = await ask({ scope: "okta.apps.manage okta.logs.read" });
  expect(some.json.scope).toBe("okta.apps.manage");
  expect(await ask({ scope: "okta.logs.read" })).toMatchObject({
    status: 400,
    json: {
      error: "consent_required",
      error_description: "You are not allowed any of the requested scopes.",
    },
  });
  expect((await ask({ scope: "openid" })).json.error).toBe("invalid_scope");
});

describe("DPoP", () => {
  async function proof(claims: Record<string, unknown>, key = pair): Promise<string> {
    const jwk = await exportJWK(key.publicKey);
    const seconds = Math.floor(now / 1000);
    return new SignJWT({ iat: seconds, jti: randomUUID(), ...claims })
      .setProtectedHeader({ typ: "dpop+jwt", alg: "RS256", jwk })
      .sign(key.privateKey);
  }

  const atToken = { htm: "POST", htu: tokenUrl };

  test("needs a nonce first, then binds the token to its key", async () => {
    const first = await ask({}, { dpop: await proof(atToken) });
    expect(first).toMatchObject({
      status: 400,
      json: {
        error: "use_dpop_nonce",
        error_description: "Authorization server requires nonce in DPoP proof.",
      },
    });
    const nonce = first.headers.get("dpop-nonce");
    const { json } = await ask({}, { dpop: await proof({ ...atToken, nonce }) });
    expect(json.token_type).toBe("DPoP");
    expect(payloadOf(json.access_token)["cnf"]).toEqual({ jkt: await calculateJwkThumbprint(publicJwk) });
    const ath = createHash("sha256").update(json.access_token).digest("base64url");
    const call = async (scheme: string, dpop: string) =>
      new Browser(org).request("/api/v1/apps?limit=1", {
        headers: { authorization: `${scheme} ${json.access_token}`, dpop },
      });
    const target = { htm: "GET", htu: `${org.url}/api/v1/apps` };
    expect((await call("DPoP", await proof({ ...target, ath }))).status).toBe(200);
    expect((await call("Bearer", await proof({ ...target, ath }))).status).toBe(401);
    expect((await call("DPoP", await proof(target))).status).toBe(401);
    expect((await call("DPoP", await proof({ ...target, ath, htm: "POST" }))).status).toBe(401);
    const thief = await generateKeyPair("RS256", { extractable: true });
    expect((await call("DPoP", await proof({ ...target, ath }, thief))).status).toBe(401);
  });

  test("is demanded by an app that is set so", async () => {
    const bound = await serviceApp(["okta.apps.read"], { dpop_bound_access_tokens: true });
    const client_assertion = await assertion({ iss: bound, sub: bound });
    expect(await ask({ client_assertion, scope: "okta.apps.read" })).toMatchObject({
      status: 400,
      json: { error: "invalid_dpop_proof", error_description: "The DPoP proof JWT header is missing." },
    });
  });

  test("a proof without a jti is none: it could be used again", async () => {
    const first = await ask({}, { dpop: await proof(atToken) });
    const nonce = first.headers.get("dpop-nonce");
    const answer = await ask({}, { dpop: await proof({ ...atToken, nonce, jti: undefined }) });
    expect(answer.json).toMatchObject({ error: "invalid_dpop_proof" });
  });

  test("a proof is good once", async () => {
    const first = await ask({}, { dpop: await proof(atToken) });
    const dpop = await proof({ ...atToken, nonce: first.headers.get("dpop-nonce") });
    expect((await ask({}, { dpop })).status).toBe(200);
    expect((await ask({}, { dpop })).json.error).toBe("invalid_dpop_proof");
  });
});

test("a user's token for the Okta API works for administrators, within its scopes", async () => {
  const app = await signInApp(org);
  await org.call("PUT", `/api/v1/apps/${app.id}/groups/${await everyone(org)}`, {});
  await org.call("POST", `/api/v1/apps/${app.id}/grants`, { scopeId: "okta.apps.read", issuer: org.url });
  await org.call("POST", `/api/v1/apps/${app.id}/grants`, {
    scopeId: "okta.users.read.self",
    issuer: org.url,
  });
  const statuses: Record<string, number[]> = {};
  for (const who of [org.admin, org.user]) {
    const browser = new Browser(org);
    const scope = "openid offline_access okta.apps.read okta.users.read.self";
    const request = authorizationRequest(app.clientId, { scope }, "/oauth2");
    const { code = "" } = await signInByForm(org, browser, request, who);
    const form = codeForm(app.clientId, code, request);
    const { json } = await tokenRequest(browser, form, "/oauth2");
    const headers = { authorization: `Bearer ${json.access_token}` };
    const paths = ["/api/v1/users/me", "/api/v1/apps", "/api/v1/groups"];
    const answers = await Promise.all(paths.map((path) => new Browser(org).request(path, { headers })));
    statuses[who.login] = answers.map(({ status }) => status);
  }
  expect(statuses).toEqual({ [org.admin.login]: [200, 200, 403], [org.user.login]: [200, 403, 403] });
});

test("an ungranted scope of the Okta API is refused at sign-in", async () => {
  const app = await signInApp(org);
  const request = authorizationRequest(app.clientId, { scope: "openid okta.logs.read" }, "/oauth2");
  const page = await new Browser(org).request(request.url);
  expect(page.location).toContain("Custom%20scopes%20are%20not%20allowed");
});
