import * as client from "openid-client";
import { afterAll, describe, expect, test } from "vitest";
import { Browser, signInApp } from "../unit/local-org/oidc/browser.ts";
import { startTestOrg } from "../unit/local-org/support.ts";
import { begin, codeFlow, signIn, trustingFetch, usualScope, visit } from "./support/openid-client.ts";

const org = await startTestOrg({}, afterAll);
const customFetch = trustingFetch(org, afterAll);
const app = await signInApp(org);
const isPublic = client.None();

function discover(path: string, clientId = app.clientId, authentication = isPublic) {
  const issuer = new URL(path, org.url);
  return client.discovery(issuer, clientId, undefined, authentication, { [client.customFetch]: customFetch });
}

const configuration = await discover("/oauth2/default");

/** What openid-client throws when an endpoint or a callback answers with an error. */
function refusal(error: string, description: string, status?: number) {
  return expect.objectContaining({ error, error_description: description, ...(status && { status }) });
}

async function caught(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "nothing was thrown",
    (error: unknown) => error,
  );
}

describe.each([
  { name: "default", path: "/oauth2/default", audience: "api://default" },
  { name: "the org authorization server", path: "/", audience: org.url },
])("on $name", ({ path, audience }) => {
  test.each(["oidc", "oauth2"] as const)("the issuer is found by its %s metadata", async (algorithm) => {
    const found = await client.discovery(new URL(path, org.url), app.clientId, undefined, isPublic, {
      algorithm,
      [client.customFetch]: customFetch,
    });
    expect(found.serverMetadata()).toMatchObject({
      issuer: new URL(path, org.url).href.replace(/\/$/u, ""),
      code_challenge_methods_supported: ["S256"],
    });
  });

  test("a user signs in with PKCE, state and nonce, and userinfo is about the same user", async () => {
    const found = await discover(path);
    const tokens = await signIn(org, found);
    const claims = tokens.claims();
    expect(claims).toMatchObject({ aud: app.clientId, preferred_username: org.user.login });
    expect(tokens.expires_in).toBe(3600);
    expect(await client.fetchUserInfo(found, tokens.access_token, claims?.sub ?? "")).toMatchObject({
      email: org.user.login,
      preferred_username: org.user.login,
    });
  });

  test("introspection tells a good token, and a revoked one apart", async () => {
    const found = await discover(path);
    const tokens = await signIn(org, found);
    expect(await client.tokenIntrospection(found, tokens.access_token)).toMatchObject({
      active: true,
      client_id: app.clientId,
      username: org.user.login,
      aud: audience,
    });
    await client.tokenRevocation(found, tokens.access_token);
    expect(await client.tokenIntrospection(found, tokens.access_token)).toEqual({ active: false });
    const refreshed = await client.refreshTokenGrant(found, tokens.refresh_token ?? "");
    expect(refreshed.access_token).not.toBe(tokens.access_token);
    await client.tokenRevocation(found, refreshed.refresh_token ?? "");
    expect(await caught(client.refreshTokenGrant(found, refreshed.refresh_token ?? ""))).toEqual(
      refusal("invalid_grant", "The refresh token is invalid or expired.", 400),
    );
  });

  test("a request that was pushed is signed in with", async () => {
    const found = await discover(path);
    const { parameters, checks } = await codeFlow();
    const url = await client.buildAuthorizationUrlWithPAR(found, parameters);
    expect([...url.searchParams.keys()].toSorted()).toEqual(["client_id", "request_uri"]);
    const tokens = await client.authorizationCodeGrant(found, await visit(org, url), checks);
    expect(tokens.claims()?.sub).toMatch(/^00u/);
  });

  test("a user signs out through the browser, and has to sign in again", async () => {
    const found = await discover(path);
    const browser = new Browser(org);
    const tokens = await signIn(org, found, {}, browser);
    const again = await begin(found, { prompt: "none" });
    await client.authorizationCodeGrant(found, await visit(org, again.url, browser), again.checks);
    const url = client.buildEndSessionUrl(found, {
      post_logout_redirect_uri: "com.example.app:/logout",
      id_token_hint: tokens.id_token ?? "",
      state: "bye",
    });
    expect((await visit(org, url, browser)).href).toBe("com.example.app:/logout?state=bye");
    const { url: silent, checks } = await begin(found, { prompt: "none" });
    const answer = client.authorizationCodeGrant(found, await visit(org, silent, browser), checks);
    expect(await caught(answer)).toEqual(
      refusal("login_required", "The client specified not to prompt, but the user is not logged in."),
    );
  });
});

test("tokens that rotate are new with each refresh, and the ID token stays about the same user", async () => {
  const tokens = await signIn(org, configuration);
  const refreshed = await client.refreshTokenGrant(configuration, tokens.refresh_token ?? "");
  expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);
  expect(refreshed.claims()?.sub).toBe(tokens.claims()?.sub);
  expect(refreshed.scope).toBe(usualScope);
});

test("a refresh may ask for fewer scopes and not for more", async () => {
  const tokens = await signIn(org, configuration, { scope: "openid email offline_access" });
  const fewer = await client.refreshTokenGrant(configuration, tokens.refresh_token ?? "", {
    scope: "openid offline_access",
  });
  expect(fewer.scope).toBe("openid offline_access");
  const more = client.refreshTokenGrant(configuration, fewer.refresh_token ?? "", {
    scope: "openid profile",
  });
  expect(await caught(more)).toMatchObject({ error: "invalid_scope", status: 400 });
});

describe.each([
  { name: "default", path: "/oauth2/default" },
  { name: "the org authorization server", path: "/" },
])("DPoP on $name", ({ path }) => {
  test("an app that requires it signs in, asks for user info and refreshes with one key", async () => {
    const bound = await signInApp(org, { "settings.oauthClient.dpop_bound_access_tokens": true });
    const found = await discover(path, bound.clientId);
    expect(found.serverMetadata().dpop_signing_alg_values_supported).toContain("ES256");
    const { url, checks } = await begin(found);
    const address = await visit(org, url);
    expect(await caught(client.authorizationCodeGrant(found, address, checks))).toEqual(
      refusal("invalid_dpop_proof", "The DPoP proof JWT header is missing.", 400),
    );
    const DPoP = client.getDPoPHandle(found, await client.randomDPoPKeyPair("ES256"));
    const tokens = await client.authorizationCodeGrant(found, address, checks, undefined, { DPoP });
    expect(tokens.token_type.toLowerCase()).toBe("dpop");
    const sub = tokens.claims()?.sub ?? "";
    expect(await client.fetchUserInfo(found, tokens.access_token, sub, { DPoP })).toMatchObject({ sub });
    const token = tokens.refresh_token ?? "";
    const refreshed = await client.refreshTokenGrant(found, token, undefined, { DPoP });
    expect(await client.tokenIntrospection(found, refreshed.access_token)).toMatchObject({
      active: true,
      token_type: "DPoP",
      cnf: { jkt: await DPoP.calculateThumbprint() },
    });
    const thief = client.getDPoPHandle(found, await client.randomDPoPKeyPair("ES256"));
    const stolen = client.refreshTokenGrant(found, refreshed.refresh_token ?? "", undefined, { DPoP: thief });
    expect(await caught(stolen)).toMatchObject({ error: "invalid_grant", status: 400 });
  });
});

test("a token that is static stays the same", async () => {
  const steady = await signInApp(org, { "settings.oauthClient.refresh_token": { rotation_type: "STATIC" } });
  const found = await discover("/oauth2/default", steady.clientId);
  const { refresh_token: token = "" } = await signIn(org, found);
  for (let round = 0; round < 3; round += 1) {
    expect((await client.refreshTokenGrant(found, token)).refresh_token).toBe(token);
  }
});

test("a device gets its tokens while it polls", async () => {
  const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
  const television = await signInApp(org, {
    "settings.oauthClient.grant_types": ["authorization_code", "refresh_token", deviceGrant],
  });
  const found = await discover("/oauth2/default", television.clientId);
  const device = await client.initiateDeviceAuthorization(found, { scope: usualScope });
  const polling = client.pollDeviceAuthorizationGrant(found, device);
  await allow(device);
  const tokens = await polling;
  expect(tokens.claims()).toMatchObject({ aud: television.clientId, preferred_username: org.user.login });
  expect((await client.refreshTokenGrant(found, tokens.refresh_token ?? "")).access_token).toBeTruthy();
});

/** Types the code as a person would, signs in and says yes. */
async function allow({ verification_uri: address, user_code }: client.DeviceAuthorizationResponse) {
  const browser = new Browser(org);
  const { login: username, password } = org.user;
  const question = await browser.submit(await browser.open(address), { user_code });
  const signInPage = await browser.submit(question, { decision: "allow" });
  const end = await browser.submit(signInPage, { username, password });
  expect(end.text).toContain("Device activated");
}

describe("a web app with a secret", async () => {
  const redirect = "https://app.example.com/callback";
  const changes = (method: string) => ({
    "credentials.oauthClient.token_endpoint_auth_method": method,
    "settings.oauthClient.application_type": "web",
    "settings.oauthClient.redirect_uris": [redirect],
    "settings.oauthClient.post_logout_redirect_uris": ["https://app.example.com/"],
  });
  const web = await signInApp(org, changes("client_secret_basic"));
  const post = await signInApp(org, changes("client_secret_post"));

  async function secretOf({ id }: { readonly id: string }): Promise<string> {
    const { json } = await org.call("GET", `/api/v1/apps/${id}/credentials/secrets`);
    return json[0].client_secret;
  }

  test.each([
    { method: "client_secret_basic", made: web, authenticate: client.ClientSecretBasic },
    { method: "client_secret_post", made: post, authenticate: client.ClientSecretPost },
  ])("gets, refreshes, introspects and revokes by $method", async ({ made, authenticate }) => {
    const authentication = authenticate(await secretOf(made));
    const found = await discover("/oauth2/default", made.clientId, authentication);
    const tokens = await signIn(org, found, { redirect_uri: redirect });
    expect(tokens.claims()?.aud).toBe(made.clientId);
    const refreshed = await client.refreshTokenGrant(found, tokens.refresh_token ?? "");
    expect(await client.tokenIntrospection(found, refreshed.access_token)).toMatchObject({ active: true });
    await client.tokenRevocation(found, refreshed.access_token);
    expect(await client.tokenIntrospection(found, refreshed.access_token)).toEqual({ active: false });
  });

  test.each([
    ["a wrong secret", client.ClientSecretBasic("wrong-secret-of-the-app")],
    ["a wrong secret in the body", client.ClientSecretPost("wrong-secret-of-the-app")],
    ["no secret", client.None()],
  ])("is refused with %s", async (_name, authentication) => {
    const found = await discover("/oauth2/default", web.clientId, authentication);
    expect(await caught(client.refreshTokenGrant(found, "anything"))).toMatchObject({
      name: "ResponseBodyError",
      error: "invalid_client",
      status: 401,
    });
  });
});

describe("what goes wrong, as openid-client sees it", () => {
  test("an unknown client ends at a page of the org", async () => {
    const found = await discover("/oauth2/default", "0oaUnknownClient0000");
    const page = await new Browser(org).open((await begin(found)).url.href);
    expect([page.status, page.location]).toEqual([400, undefined]);
    expect(page.text).toContain("Invalid value for &#39;client_id&#39; parameter.");
    expect(await caught(client.refreshTokenGrant(found, "anything"))).toEqual(
      refusal("invalid_client", "Invalid value for 'client_id' parameter.", 401),
    );
  });

  test("a redirect URI that is not the app's ends at a page of the org", async () => {
    const { url } = await begin(configuration, { redirect_uri: "com.example.app:/other" });
    const page = await new Browser(org).open(url.href);
    expect([page.status, page.location]).toEqual([400, undefined]);
    expect(page.text).toContain("must be a Login redirect URI in the client app settings");
  });

  test("a code is good once", async () => {
    const { url, checks } = await begin(configuration);
    const answer = await visit(org, url);
    await client.authorizationCodeGrant(configuration, answer, checks);
    expect(await caught(client.authorizationCodeGrant(configuration, answer, checks))).toEqual(
      refusal("invalid_grant", "The authorization code is invalid or has expired.", 400),
    );
  });

  test("a code with the wrong verifier is refused", async () => {
    const { url, checks } = await begin(configuration);
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const answer = client.authorizationCodeGrant(configuration, await visit(org, url), {
      ...checks,
      pkceCodeVerifier,
    });
    expect(await caught(answer)).toEqual(refusal("invalid_grant", "PKCE verification failed.", 400));
  });

  test("a user who may not use the app comes back with access_denied", async () => {
    const { json: unassigned } = await org.call("POST", "/api/v1/apps", {
      ...(await org.call("GET", `/api/v1/apps/${app.id}`)).json,
      id: undefined,
      label: "Nobody's",
      credentials: { oauthClient: { token_endpoint_auth_method: "none", pkce_required: true } },
    });
    const found = await discover("/oauth2/default", unassigned.id);
    const { url, checks } = await begin(found);
    const browser = new Browser(org);
    const { login: username, password } = org.user;
    const refused = await browser.submit(await browser.open(url.href), { username, password });
    const { location = "" } = await browser.submit(refused, { decision: "continue" });
    expect(await caught(client.authorizationCodeGrant(found, new URL(location), checks))).toEqual(
      refusal("access_denied", "User is not assigned to the client application."),
    );
  });

  test("a scope that the server doesn't have comes back with invalid_scope", async () => {
    const { url, checks } = await begin(configuration, { scope: "openid nonsense" });
    expect(await caught(client.authorizationCodeGrant(configuration, await visit(org, url), checks))).toEqual(
      refusal(
        "invalid_scope",
        "One or more scopes are not configured for the authorization server resource.",
      ),
    );
  });

  test("userinfo refuses a revoked token with a challenge", async () => {
    const tokens = await signIn(org, configuration);
    await client.tokenRevocation(configuration, tokens.access_token);
    const asked = client.fetchUserInfo(configuration, tokens.access_token, client.skipSubjectCheck);
    expect(await caught(asked)).toMatchObject({
      name: "WWWAuthenticateChallengeError",
      status: 401,
      cause: [{ scheme: "bearer", parameters: { error: "invalid_token" } }],
    });
  });

  test("without the org's authority nothing is trusted", async () => {
    const found = client.discovery(new URL("/oauth2/default", org.url), app.clientId);
    expect(await caught(found)).toMatchObject({ message: "fetch failed" });
  });
});
