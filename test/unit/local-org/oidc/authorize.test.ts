import { afterAll, describe, expect, test } from "vitest";
import { nativeApp, startTestOrg } from "../support.ts";
import {
  Browser,
  addPolicy,
  answerOf,
  authorizationRequest,
  everyone,
  signInApp,
  signInByForm,
  signInToTokens,
} from "./browser.ts";

const org = await startTestOrg({}, afterAll);
const { id, clientId } = await signInApp(org);

describe("a request that Okta refuses at the redirect URI", () => {
  test.each([
    [
      "without a session and prompt=none",
      { prompt: "none" },
      "login_required",
      "The client specified not to prompt, but the user is not logged in.",
    ],
    [
      "without PKCE",
      { code_challenge: undefined, code_challenge_method: undefined },
      "invalid_request",
      "PKCE code challenge is required by the application.",
    ],
    [
      "with a plain challenge",
      { code_challenge_method: "plain" },
      "invalid_request",
      "PKCE code challenge method is not supported. Valid values: [S256]",
    ],
    [
      "without the method of the challenge",
      { code_challenge_method: undefined },
      "invalid_request",
      "PKCE code challenge method is not supported. Valid values: [S256]",
    ],
    [
      "without state",
      { state: undefined },
      "invalid_request",
      "The authentication request has an invalid 'state' parameter.",
    ],
    [
      "with an unknown scope",
      { scope: "openid nonsense" },
      "invalid_scope",
      "One or more scopes are not configured for the authorization server resource.",
    ],
    [
      "with the name that offline_access has inside",
      { scope: "openid okta.offline_access" },
      "invalid_scope",
      "One or more scopes are not configured for the authorization server resource.",
    ],
    [
      "without a scope",
      { scope: undefined },
      "invalid_scope",
      "The authentication request has an invalid 'scope' parameter.",
    ],
    [
      "with an unknown prompt",
      { prompt: "dance" },
      "invalid_request",
      "Invalid value for 'prompt' parameter. Supported values: [none, login, consent, login consent].",
    ],
  ] as const)("%s", async (_case, changes, error, description) => {
    const request = authorizationRequest(clientId, changes);
    const page = await new Browser(org).request(request.url);
    expect(page.status).toBe(302);
    expect(page.location).toMatch(/^com\.example\.app:\/callback\?/u);
    const state = "state" in changes ? {} : { state: request.state };
    expect(answerOf(page)).toEqual({ error, error_description: description, ...state });
  });

  test("with a response type that mobile apps don't use", async () => {
    const page = await new Browser(org).request(
      authorizationRequest(clientId, { response_type: "token" }).url,
    );
    const answer = new URL(page.location ?? "").hash || new URL(page.location ?? "").search;
    expect(answer).toContain("unsupported_response_type");
  });
});

describe("a request that can't be answered at the redirect URI is a page with status 400", () => {
  test.each([
    [
      "a redirect URI that is not registered",
      { redirect_uri: "com.example.app:/other" },
      "Login redirect URI",
    ],
    [
      "a redirect URI with a query added",
      { redirect_uri: "com.example.app:/callback?x=1" },
      "Login redirect URI",
    ],
    ["a redirect URI in other case", { redirect_uri: "com.example.app:/Callback" }, "Login redirect URI"],
    ["an unknown client", { client_id: "0oaNobody" }, "Invalid value for &#39;client_id&#39; parameter."],
    ["no client", { client_id: undefined }, "client_id"],
    ["no redirect URI", { redirect_uri: undefined }, "redirect_uri"],
  ] as const)("%s", async (_case, changes, text) => {
    const page = await new Browser(org).request(authorizationRequest(clientId, changes).url);
    expect(page.status).toBe(400);
    expect(page.location).toBeUndefined();
    expect(page.headers.get("content-type")).toContain("text/html");
    expect(page.text).toContain(text);
  });

  // A command that misses its org or its argument is no help.
  test("the fix is about what is wrong, with a command that works as it is written", async () => {
    const page = async (changes: Record<string, string | undefined>) =>
      (await new Browser(org).request(authorizationRequest(clientId, changes).url)).text.replaceAll(
        /<[^>]+>/gu,
        "",
      );
    expect(await page({ redirect_uri: "com.example.app:/other" })).toContain(
      `okta-unlock apps show ${clientId} --org local`,
    );
    expect(await page({ client_id: undefined })).not.toContain("okta-unlock apps show");
  });

  test("a deactivated app", async () => {
    const { json } = await org.call("POST", "/api/v1/apps", nativeApp("Inactive"));
    await org.call("POST", `/api/v1/apps/${json.id}/lifecycle/deactivate`);
    const page = await new Browser(org).request(authorizationRequest(json.id).url);
    expect(page.status).toBe(400);
  });
});

test("the same parameters may be posted", async () => {
  const browser = new Browser(org);
  const [path = "", query = ""] = authorizationRequest(clientId).url.split("?");
  const page = await browser.follow(await browser.request(path, { form: query }));
  expect(page.text).toContain('name="password"');
});

test("a session signs in again without the form, to the org authorization server as well", async () => {
  const { browser } = await signInToTokens(org, clientId);
  const again = await browser.request(authorizationRequest(clientId, { prompt: "none" }).url);
  expect(answerOf(again)).toMatchObject({ code: expect.any(String) });
  const atOrg = authorizationRequest(clientId, { prompt: "none" }, "/oauth2");
  expect(answerOf(await browser.request(atOrg.url))).toMatchObject({ code: expect.any(String) });
});

test("prompt=login asks even with a session", async () => {
  const { browser } = await signInToTokens(org, clientId);
  const page = await browser.open(authorizationRequest(clientId, { prompt: "login" }).url);
  expect(page.text).toContain('name="password"');
  const called = await browser.submit(page, { username: org.user.login, password: org.user.password });
  expect(answerOf(called)).toMatchObject({ code: expect.any(String) });
});

test("another user may sign in over the session of the first", async () => {
  const { browser } = await signInToTokens(org, clientId);
  const page = await browser.open(authorizationRequest(clientId, { prompt: "login" }).url);
  const called = await browser.submit(page, { username: org.admin.login, password: org.admin.password });
  expect(answerOf(called)).toMatchObject({ code: expect.any(String) });
});

test("prompt=consent asks for nothing more: apps are trusted", async () => {
  const { browser } = await signInToTokens(org, clientId);
  const page = await browser.open(authorizationRequest(clientId, { prompt: "consent" }).url);
  expect(answerOf(page)).toMatchObject({ code: expect.any(String) });
});

test("login_hint fills in the form", async () => {
  const page = await new Browser(org).open(
    authorizationRequest(clientId, { login_hint: "me@example.com" }).url,
  );
  expect(page.text).toContain('value="me@example.com"');
});

test("max_age asks again when the sign-in is too long ago", async () => {
  const { browser } = await signInToTokens(org, clientId);
  const page = await browser.open(authorizationRequest(clientId, { max_age: "0" }).url);
  expect(page.text).toContain('name="password"');
});

test("response_mode=fragment and form_post answer there", async () => {
  const { browser } = await signInToTokens(org, clientId);
  const fragment = await browser.request(authorizationRequest(clientId, { response_mode: "fragment" }).url);
  expect(fragment.location).toMatch(/^com\.example\.app:\/callback#code=/u);
  const posted = await browser.request(authorizationRequest(clientId, { response_mode: "form_post" }).url);
  expect(posted.text).toMatch(/<form method="post" action="com\.example\.app:\/callback">/u);
  expect(posted.headers.get("content-security-policy")).toMatch(/script-src 'self' 'sha256-/u);
});

test("a user who is not assigned is told so, and the app gets Okta's reason", async () => {
  const { json } = await org.call("POST", "/api/v1/apps", nativeApp("Not for everyone"));
  await addPolicy(org, json.id);
  const browser = new Browser(org);
  const page = await browser.open(authorizationRequest(json.id).url);
  const refused = await browser.submit(page, { username: org.user.login, password: org.user.password });
  expect(refused.status).toBe(403);
  expect(refused.text).toContain("User is not assigned to the client application.");
  const back = await browser.submit(refused, { decision: "continue" });
  expect(answerOf(back)).toMatchObject({
    error: "access_denied",
    error_description: "User is not assigned to the client application.",
  });
});

test("a session of a user who is not assigned goes straight back to the app", async () => {
  const { browser } = await signInToTokens(org, clientId);
  const { json } = await org.call("POST", "/api/v1/apps", nativeApp("Not assigned"));
  await addPolicy(org, json.id);
  const page = await browser.request(authorizationRequest(json.id).url);
  expect(answerOf(page)).toMatchObject({
    error: "access_denied",
    error_description: "User is not assigned to the client application.",
  });
});

describe("access policies", () => {
  test.each([
    [
      "no policy for the client",
      undefined,
      "Policy evaluation failed for this request, please check the policy configurations.",
    ],
    [
      "no rule for the grant",
      { grantTypes: ["client_credentials"] },
      "Policy evaluation failed for this request, please check the policy configurations.",
    ],
    [
      "a rule without offline_access",
      { scopes: ["openid", "profile", "email"] },
      "Some of the requested scopes were denied by the policy. Denied scopes: [offline_access].",
    ],
    [
      "a rule with none of the scopes",
      { scopes: ["phone"] },
      "Policy evaluation succeeded, but all the requested scopes were rejected.",
    ],
  ] as const)("%s denies with Okta's text", async (_case, policy, description) => {
    const { json } = await org.call("POST", "/api/v1/apps", nativeApp("Denied"));
    await org.call("PUT", `/api/v1/apps/${json.id}/groups/${await everyone(org)}`, {});
    if (policy !== undefined) await addPolicy(org, json.id, structuredClone(policy) as object);
    const answer = await signInByForm(org, new Browser(org), authorizationRequest(json.id));
    expect(answer).toMatchObject({ error: "access_denied", error_description: description });
  });

  test("the org authorization server has none", async () => {
    const { json } = await org.call("POST", "/api/v1/apps", nativeApp("At the org"));
    await org.call("PUT", `/api/v1/apps/${json.id}/groups/${await everyone(org)}`, {});
    const request = authorizationRequest(json.id, {}, "/oauth2");
    expect(await signInByForm(org, new Browser(org), request)).toMatchObject({ code: expect.any(String) });
  });
});

test("an app that is assigned to everybody implicitly needs no assignment", async () => {
  const app = nativeApp("Implicit", { "settings.implicitAssignment": true });
  const { json } = await org.call("POST", "/api/v1/apps", app);
  await addPolicy(org, json.id);
  const answer = await signInByForm(org, new Browser(org), authorizationRequest(json.id));
  expect(answer).toMatchObject({ code: expect.any(String) });
});

test("an unknown authorization server is Okta's 404", async () => {
  const page = await new Browser(org).request("/oauth2/ausNobody/v1/authorize");
  expect(page).toMatchObject({ status: 404, json: { errorCode: "E0000007" } });
});

test("a custom authorization server that was just made signs in", async () => {
  const { json: server } = await org.call("POST", "/api/v1/authorizationServers", {
    name: "Mine",
    description: "Test",
    audiences: ["api://mine"],
  });
  await addPolicy(org, clientId, { server: server.id });
  const base = `/oauth2/${server.id}`;
  const { tokens } = await signInToTokens(org, clientId, { base });
  expect(tokens.access_token).toMatch(/^ey/u);
  expect(id).toBe(clientId);
});
