import { afterAll, describe, expect, test } from "vitest";
import { nativeApp, startTestOrg, temporaryFolder } from "../support.ts";
import {
  Browser,
  answerOf,
  authorizationRequest,
  payloadOf,
  refresh,
  signInApp,
  signInToTokens,
} from "./browser.ts";

const org = await startTestOrg({}, afterAll);
const { clientId } = await signInApp(org);
const base = "/oauth2/default/v1";

function bearer(token: string) {
  return { headers: { authorization: `Bearer ${token}` } };
}

describe("discovery", () => {
  test.each([
    ["/oauth2/default/.well-known/openid-configuration", "/oauth2/default", "/oauth2/default/v1/token"],
    ["/oauth2/default/.well-known/oauth-authorization-server", "/oauth2/default", "/oauth2/default/v1/token"],
    ["/.well-known/oauth-authorization-server/oauth2/default", "/oauth2/default", "/oauth2/default/v1/token"],
    ["/.well-known/openid-configuration", "", "/oauth2/v1/token"],
    ["/.well-known/oauth-authorization-server", "", "/oauth2/v1/token"],
  ])("%s", async (path, issuer, token) => {
    const { json, headers } = await new Browser(org).request(path);
    expect(json).toMatchObject({
      issuer: `${org.url}${issuer}`,
      token_endpoint: `${org.url}${token}`,
      code_challenge_methods_supported: ["S256"],
      subject_types_supported: ["public"],
    });
    expect(json).not.toHaveProperty("authorization_response_iss_parameter_supported");
    expect(headers.get("access-control-allow-origin")).toBe("*");
  });

  test("every endpoint that it names answers", async () => {
    const { json } = await new Browser(org).request("/oauth2/default/.well-known/openid-configuration");
    const named = Object.entries(json as Record<string, string>).filter(
      ([name]) => /(_endpoint|jwks_uri)$/u.test(name) && name !== "registration_endpoint",
    );
    expect(named.length).toBe(9);
    for (const [name, url] of named) {
      const { status } = await new Browser(org).request(url);
      expect([name, status]).toEqual([name, expect.toSatisfy((code: number) => code !== 500)]);
    }
  });

  test("an unknown authorization server has no documents", async () => {
    const answer = await new Browser(org).request("/oauth2/ausNobody/.well-known/openid-configuration");
    expect(answer).toMatchObject({ status: 404, json: { errorCode: "E0000007" } });
  });
});

describe("userinfo", () => {
  test("gives what the scopes allow, by GET and POST", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId);
    const { json } = await browser.request(`${base}/userinfo`, bearer(tokens.access_token));
    expect(json).toMatchObject({
      sub: payloadOf(tokens.id_token)["sub"],
      name: "Test User",
      given_name: "Test",
      family_name: "User",
      preferred_username: org.user.login,
      email: org.user.login,
      email_verified: true,
    });
    const posted = await browser.request(`${base}/userinfo`, { form: { access_token: tokens.access_token } });
    expect(posted.json).toEqual(json);
    const { tokens: few } = await signInToTokens(org, clientId, { changes: { scope: "openid" } });
    expect(Object.keys((await browser.request(`${base}/userinfo`, bearer(few.access_token))).json)).toEqual([
      "sub",
    ]);
  });

  test.each([
    ["no token", {}],
    ["nonsense", bearer("nonsense")],
    ["a token of nobody", bearer("eyJhbGciOiJSUzI1NiJ9.e30.c2ln")],
  ])("with %s is 401 and says so in the header", async (_case, init) => {
    const answer = await new Browser(org).request(`${base}/userinfo`, init);
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe(
      'Bearer error="invalid_token", error_description="The access token is invalid"',
    );
  });

  test("of another authorization server's token is 401", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId);
    expect((await browser.request("/oauth2/v1/userinfo", bearer(tokens.access_token))).status).toBe(401);
  });

  test("without openid is 403", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId, { changes: { scope: "profile" } });
    const answer = await browser.request(`${base}/userinfo`, bearer(tokens.access_token));
    expect(answer.status).toBe(403);
    expect(answer.headers.get("www-authenticate")).toContain("insufficient_scope");
  });
});

async function introspect(browser: Browser, token: string, client = clientId) {
  return (await browser.request(`${base}/introspect`, { form: { token, client_id: client } })).json;
}

describe("introspection", () => {
  test("of an access token and of a refresh token", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId);
    const claims = payloadOf(tokens.access_token);
    expect(await introspect(browser, tokens.access_token)).toMatchObject({
      active: true,
      scope: tokens.scope,
      client_id: clientId,
      username: org.user.login,
      token_type: "Bearer",
      sub: org.user.login,
      uid: claims["uid"],
      jti: claims["jti"],
      aud: "api://default",
      iss: `${org.url}/oauth2/default`,
    });
    expect(await introspect(browser, tokens.refresh_token)).toMatchObject({
      active: true,
      scope: tokens.scope,
    });
  });

  test("of any other token says only that it is not active", async () => {
    const stranger = await signInApp(org);
    const { tokens, browser } = await signInToTokens(org, clientId);
    expect(await introspect(browser, "nonsense")).toEqual({ active: false });
    expect(await introspect(browser, tokens.access_token, stranger.clientId)).toEqual({ active: false });
    for (const text of ["a.b.c", "eyJhbGciOiJSUzI1NiJ9.e30.c2ln", `${tokens.id_token}x`]) {
      expect(await introspect(browser, text)).toEqual({ active: false });
    }
  });

  test("of an ID token, for its own client and until it expires", async () => {
    const stranger = await signInApp(org);
    const { tokens, browser } = await signInToTokens(org, clientId);
    const { sub, iss, iat, exp, jti } = payloadOf(tokens.id_token);
    expect(await introspect(browser, tokens.id_token)).toEqual({
      active: true,
      username: org.user.login,
      client_id: clientId,
      uid: sub,
      aud: clientId,
      sub,
      iss,
      iat,
      exp,
      jti,
    });
    expect(await introspect(browser, tokens.id_token, stranger.clientId)).toEqual({ active: false });
    org.clock.advance(3_601_000);
    expect(await introspect(browser, tokens.id_token)).toEqual({ active: false });
    org.clock.reset();
  });
});

test("the value that an access token carries in its jti is no access token", async () => {
  const { tokens, browser } = await signInToTokens(org, clientId);
  const value = String(payloadOf(tokens.access_token)["jti"]).replace(/^AT\./u, "");
  expect((await browser.request(`${base}/userinfo`, bearer(value))).status).toBe(401);
  expect((await browser.request(`${base}/userinfo`, { form: { access_token: value } })).status).toBe(401);
});

describe("revocation", () => {
  test("of the access token leaves the refresh token", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId);
    const form = { token: tokens.access_token, token_type_hint: "access_token", client_id: clientId };
    expect(await browser.request(`${base}/revoke`, { form })).toMatchObject({ status: 200, text: "" });
    expect((await browser.request(`${base}/userinfo`, bearer(tokens.access_token))).status).toBe(401);
    expect((await refresh(browser, clientId, tokens.refresh_token)).status).toBe(200);
  });

  test("of the refresh token leaves the access token", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId);
    const form = { token: tokens.refresh_token, token_type_hint: "refresh_token", client_id: clientId };
    expect((await browser.request(`${base}/revoke`, { form })).status).toBe(200);
    expect((await refresh(browser, clientId, tokens.refresh_token)).json.error).toBe("invalid_grant");
    expect((await browser.request(`${base}/userinfo`, bearer(tokens.access_token))).status).toBe(200);
  });

  test.each(["nonsense", "a.b.c", "eyJhbGciOiJSUzI1NiJ9.e30.c2ln"])(
    "of %s is 200 without a type",
    async (token) => {
      const form = { token, client_id: clientId };
      const { status, text, headers } = await new Browser(org).request(`${base}/revoke`, { form });
      expect([status, text, headers.get("content-type")]).toEqual([200, "", null]);
    },
  );

  test("of an unknown token, or of another client's, is 200 and does nothing", async () => {
    const stranger = await signInApp(org);
    const { tokens, browser } = await signInToTokens(org, clientId);
    const unknown = { token: "nonsense", client_id: clientId };
    expect((await browser.request(`${base}/revoke`, { form: unknown })).status).toBe(200);
    const foreign = { token: tokens.refresh_token, client_id: stranger.clientId };
    const revocations = () =>
      org.call("GET", `/api/v1/logs?q=${encodeURIComponent("Revoked the")}&limit=1000`);
    const before = (await revocations()).json.length;
    expect((await browser.request(`${base}/revoke`, { form: foreign })).status).toBe(200);
    expect((await revocations()).json).toHaveLength(before);
    expect((await refresh(browser, clientId, tokens.refresh_token)).status).toBe(200);
  });

  test("without a token is refused", async () => {
    const answer = await new Browser(org).request(`${base}/revoke`, { form: { client_id: clientId } });
    expect(answer).toMatchObject({
      status: 400,
      json: { error: "invalid_request", error_description: "The 'token' parameter is required." },
    });
  });
});

describe("logout", () => {
  test("ends the session and goes back to the app at once", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId);
    const query = new URLSearchParams({
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: "com.example.app:/logout",
      state: "s 1",
    });
    const page = await browser.request(`${base}/logout?${query.toString()}`);
    expect([page.status, page.location]).toEqual([302, "com.example.app:/logout?state=s%201"]);
    const again = await browser.request(authorizationRequest(clientId, { prompt: "none" }).url);
    expect(answerOf(again)).toMatchObject({ error: "login_required" });
    expect((await refresh(browser, clientId, tokens.refresh_token)).status).toBe(200);
  });

  test("without an address shows the page, with a session or without", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId);
    const page = await browser.request(`${base}/logout?id_token_hint=${tokens.id_token}`);
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining("signed out") });
    const stranger = await new Browser(org).request(`${base}/logout?id_token_hint=${tokens.id_token}`);
    expect(stranger.status).toBe(200);
  });

  test("to an address that is not registered is a page with status 400, and the session stays", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId);
    const query = new URLSearchParams({
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: "com.example.app:/elsewhere",
    });
    const page = await browser.request(`${base}/logout?${query.toString()}`);
    expect(page).toMatchObject({ status: 400, text: expect.stringContaining("Logout redirect URI") });
    const again = await browser.request(authorizationRequest(clientId, { prompt: "none" }).url);
    expect(answerOf(again)).toHaveProperty("code");
  });

  test("with a hint that is not ours is refused", async () => {
    expect((await new Browser(org).request(`${base}/logout?id_token_hint=nonsense`)).status).toBe(400);
    expect((await new Browser(org).request(`${base}/logout`)).status).toBe(400);
  });
});

describe("pushed authorization requests", () => {
  test("are used once by their address", async () => {
    const browser = new Browser(org);
    const [, query = ""] = authorizationRequest(clientId).url.split("?");
    const pushed = await browser.request(`${base}/par`, { form: query });
    expect(pushed).toMatchObject({ status: 201, json: { request_uri: expect.any(String) } });
    const { request_uri } = pushed.json as { request_uri: string };
    const use = new URLSearchParams({ client_id: clientId, request_uri });
    const page = await browser.open(`${base}/authorize?${use.toString()}`);
    const called = await browser.submit(page, { username: org.user.login, password: org.user.password });
    expect(answerOf(called)).toHaveProperty("code");
    expect((await browser.request(`${base}/authorize?${use.toString()}`)).text).not.toContain("code=");
  });

  test("are checked when they are pushed", async () => {
    const [, query = ""] = authorizationRequest(clientId, { scope: "openid nonsense" }).url.split("?");
    const pushed = await new Browser(org).request(`${base}/par`, { form: query });
    expect(pushed).toMatchObject({ status: 400, json: { error: "invalid_scope" } });
  });
});

test("keys are kept over restarts, and a rotation keeps old tokens good", async () => {
  const folder = await temporaryFolder();
  const first = await startTestOrg({ dataDirectory: folder });
  const app = await signInApp(first);
  const { tokens } = await signInToTokens(first, app.clientId);
  const keys = (await new Browser(first).request(`${base}/keys`)).json;
  await first.close();
  const second = await startTestOrg({ dataDirectory: folder });
  const browser = new Browser(second);
  expect((await browser.request(`${base}/keys`)).json).toEqual(keys);
  expect(keys.keys[0]).not.toHaveProperty("d");
  expect((await browser.request(`${base}/userinfo`, bearer(tokens.access_token))).status).toBe(200);
  expect((await refresh(browser, app.clientId, tokens.refresh_token)).status).toBe(200);
});

test("a session survives a restart", async () => {
  const folder = await temporaryFolder();
  const first = await startTestOrg({ dataDirectory: folder });
  const app = await signInApp(first);
  const { browser } = await signInToTokens(first, app.clientId);
  await first.close();
  await startTestOrg({ dataDirectory: folder });
  browser.reconnect();
  const again = await browser.request(authorizationRequest(app.clientId, { prompt: "none" }).url);
  expect(answerOf(again)).toHaveProperty("code");
});

test("a native app may use a loopback address, with the port that it registered", async () => {
  const uri = "http://127.0.0.1:8400/callback";
  const { json } = await org.call(
    "POST",
    "/api/v1/apps",
    nativeApp("Loopback", {
      "settings.oauthClient.redirect_uris": [uri],
      "settings.implicitAssignment": true,
    }),
  );
  const good = authorizationRequest(json.id, { redirect_uri: uri }, "/oauth2");
  expect((await new Browser(org).open(good.url)).text).toContain('name="password"');
  const other = { redirect_uri: uri.replace("8400", "9999") };
  expect((await new Browser(org).request(authorizationRequest(json.id, other, "/oauth2").url)).status).toBe(
    400,
  );
});

test("a browser that asks whether it may ask leaves no refusal in the log", async () => {
  const events = () => org.call("GET", "/api/v1/logs?limit=1000");
  const before = (await events()).json.length;
  await new Browser(org).request(`${base}/token`, { method: "OPTIONS" });
  expect((await events()).json).toHaveLength(before);
});
