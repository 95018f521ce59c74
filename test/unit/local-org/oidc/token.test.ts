import { afterAll, describe, expect, test } from "vitest";
import { nativeApp, startTestOrg } from "../support.ts";
import {
  Browser,
  authorizationRequest,
  callback,
  everyone,
  payloadOf,
  refresh,
  signInApp,
  signInByForm,
  signInToTokens,
  tokenRequest,
} from "./browser.ts";

let now = Date.now();
const org = await startTestOrg({ clock: { now: () => new Date(now) } }, afterAll);
const { clientId, id } = await signInApp(org);
const other = await signInApp(org);

async function codeFor(client = clientId): Promise<{ browser: Browser; code: string; verifier: string }> {
  const browser = new Browser(org);
  const request = authorizationRequest(client);
  const { code = "" } = await signInByForm(org, browser, request);
  return { browser, code, verifier: request.verifier };
}

const badCode = "The authorization code is invalid or has expired.";

describe("a code is refused with Okta's words", () => {
  test.each([
    ["made up", { code: "nonsense" }, 400, "invalid_grant", badCode],
    [
      "with a wrong verifier",
      { code_verifier: "x".repeat(43) },
      400,
      "invalid_grant",
      "PKCE verification failed.",
    ],
    [
      "without a verifier",
      { code_verifier: undefined },
      400,
      "invalid_request",
      "PKCE code verifier is required by the application.",
    ],
    [
      "with another redirect URI",
      { redirect_uri: "com.example.app:/other" },
      400,
      "invalid_grant",
      "The 'redirect_uri' does not match the redirection URI used in the authorization request.",
    ],
    [
      "by another client",
      { client_id: other.clientId },
      400,
      "invalid_grant",
      "The grant was issued to another client.",
    ],
    [
      "by an unknown client",
      { client_id: "0oaNobody" },
      401,
      "invalid_client",
      "Invalid value for 'client_id' parameter.",
    ],
    ["without a client", { client_id: undefined }, 401, "invalid_client", "No client credentials found."],
    [
      "by a client with a secret that it has not",
      { client_secret: "secret" },
      401,
      "invalid_client",
      "Client authentication failed. Either the client or the client credentials are invalid.",
    ],
    [
      "without a grant type",
      { grant_type: undefined },
      400,
      "invalid_request",
      "The token request must specify a 'grant_type'. Valid values: [authorization_code, refresh_token]",
    ],
    [
      "with a grant type that the app lacks",
      { grant_type: "urn:ietf:params:oauth:grant-type:device_code", device_code: "x" },
      400,
      "unauthorized_client",
      "The client is not authorized to use the provided grant type. Configured grant types: [authorization_code, refresh_token].",
    ],
    [
      "with a grant type that nobody has",
      { grant_type: "urn:example:nothing" },
      400,
      "unsupported_grant_type",
      "The authorization grant type is not supported by the authorization server. Configured grant types: [authorization_code, refresh_token].",
    ],
  ] as const)("%s", async (_case, changes, status, error, error_description) => {
    const { browser, code, verifier } = await codeFor();
    const form = {
      grant_type: "authorization_code",
      client_id: clientId,
      redirect_uri: callback,
      code,
      code_verifier: verifier,
      ...changes,
    };
    const given = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const answer = await tokenRequest(browser, Object.fromEntries(given));
    expect(answer).toMatchObject({ status, json: { error, error_description } });
    expect(answer.headers.get("cache-control")).toContain("no-store");
  });
});

test("a code is good once, and its second use takes the tokens of the first away", async () => {
  const { browser, code, verifier } = await codeFor();
  const form = {
    grant_type: "authorization_code",
    client_id: clientId,
    redirect_uri: callback,
    code,
    code_verifier: verifier,
  };
  const first = await tokenRequest(browser, form);
  expect(first.status).toBe(200);
  expect(await tokenRequest(browser, form)).toMatchObject({
    status: 400,
    json: { error: "invalid_grant", error_description: badCode },
  });
  expect((await refresh(browser, clientId, first.json.refresh_token)).status).toBe(400);
});

test("a code is good for five minutes", async () => {
  const { browser, code, verifier } = await codeFor();
  now += 301_000;
  const answer = await tokenRequest(browser, {
    grant_type: "authorization_code",
    client_id: clientId,
    redirect_uri: callback,
    code,
    code_verifier: verifier,
  });
  expect(answer.json).toMatchObject({ error: "invalid_grant", error_description: badCode });
});

test("an app without offline_access gets no refresh token", async () => {
  const { tokens } = await signInToTokens(org, clientId, { changes: { scope: "openid" } });
  expect(tokens).not.toHaveProperty("refresh_token");
  expect(tokens.scope).toBe("openid");
});

test("an app without openid gets no ID token", async () => {
  const { tokens } = await signInToTokens(org, clientId, { changes: { scope: "profile offline_access" } });
  expect(tokens).not.toHaveProperty("id_token");
});

test("the tokens of the org authorization server are for the org", async () => {
  const { tokens } = await signInToTokens(org, clientId, { base: "/oauth2" });
  expect(payloadOf(tokens.access_token)).toMatchObject({ iss: org.url, aud: org.url });
  expect(payloadOf(tokens.id_token)).toMatchObject({ iss: org.url, aud: clientId });
});

test("lifetimes are those of the access rule", async () => {
  const app = await signInApp(
    org,
    {},
    {
      lifetimes: {
        accessTokenLifetimeMinutes: 5,
        refreshTokenLifetimeMinutes: 60,
        refreshTokenWindowMinutes: 10,
      },
    },
  );
  const { tokens, browser } = await signInToTokens(org, app.clientId);
  const { iat, exp } = payloadOf(tokens.access_token) as { iat: number; exp: number };
  expect([tokens.expires_in, exp - iat]).toEqual([300, 300]);
  now += 11 * 60_000;
  expect((await refresh(browser, app.clientId, tokens.refresh_token)).status).toBe(400);
});

test("a family of rotated tokens ends when the access rule says, however often it is used", async () => {
  const app = await signInApp(
    org,
    {},
    { lifetimes: { refreshTokenLifetimeMinutes: 60, refreshTokenWindowMinutes: 60 } },
  );
  const { tokens, browser } = await signInToTokens(org, app.clientId);
  let last = tokens.refresh_token;
  for (let minutes = 0; minutes < 54; minutes += 9) {
    now += 9 * 60_000;
    const { status, json } = await refresh(browser, app.clientId, last);
    expect(status).toBe(200);
    last = json.refresh_token;
  }
  now += 7 * 60_000;
  expect((await refresh(browser, app.clientId, last)).status).toBe(400);
});

describe("rotation", () => {
  test("gives a new token each time; the old one stays good for the leeway", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId);
    const second = await refresh(browser, clientId, tokens.refresh_token);
    expect(second.json.refresh_token).not.toBe(tokens.refresh_token);
    now += 29_000;
    const again = await refresh(browser, clientId, tokens.refresh_token);
    expect(again.status).toBe(200);
    expect((await refresh(browser, clientId, second.json.refresh_token)).status).toBe(200);
  });

  test("reuse after the leeway revokes the family", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId);
    const second = await refresh(browser, clientId, tokens.refresh_token);
    now += 31_000;
    const refused = {
      status: 400,
      json: { error: "invalid_grant", error_description: "The refresh token is invalid or expired." },
    };
    expect(await refresh(browser, clientId, tokens.refresh_token)).toMatchObject(refused);
    expect(await refresh(browser, clientId, second.json.refresh_token)).toMatchObject(refused);
    const headers = { authorization: `Bearer ${second.json.access_token}` };
    expect((await browser.request("/oauth2/default/v1/userinfo", { headers })).status).toBe(401);
  });

  test("another sign-in of the same user keeps its tokens", async () => {
    const lost = await signInToTokens(org, clientId);
    const kept = await signInToTokens(org, clientId);
    await refresh(lost.browser, clientId, lost.tokens.refresh_token);
    now += 31_000;
    await refresh(lost.browser, clientId, lost.tokens.refresh_token);
    expect((await refresh(kept.browser, clientId, kept.tokens.refresh_token)).status).toBe(200);
  });

  test("using a token within the leeway does not lengthen it", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId);
    await refresh(browser, clientId, tokens.refresh_token);
    now += 20_000;
    expect((await refresh(browser, clientId, tokens.refresh_token)).status).toBe(200);
    now += 20_000;
    expect((await refresh(browser, clientId, tokens.refresh_token)).status).toBe(400);
  });

  test("without leeway a token is good once", async () => {
    const app = await signInApp(org, {
      "settings.oauthClient.refresh_token": { rotation_type: "ROTATE", leeway: 0 },
    });
    const { tokens, browser } = await signInToTokens(org, app.clientId);
    await refresh(browser, app.clientId, tokens.refresh_token);
    now += 1000;
    expect((await refresh(browser, app.clientId, tokens.refresh_token)).status).toBe(400);
  });

  test("STATIC keeps the token, and each use keeps it for another idle window", async () => {
    const app = await signInApp(org, { "settings.oauthClient.refresh_token": { rotation_type: "STATIC" } });
    const { tokens, browser } = await signInToTokens(org, app.clientId);
    for (let days = 0; days < 3; days += 1) {
      now += 6 * 24 * 3600_000;
      const { json } = await refresh(browser, app.clientId, tokens.refresh_token);
      expect(json.refresh_token).toBe(tokens.refresh_token);
    }
    now += 8 * 24 * 3600_000;
    expect((await refresh(browser, app.clientId, tokens.refresh_token)).status).toBe(400);
  });

  test("a rotated token lives on from use to use", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId);
    let last = tokens.refresh_token;
    for (let days = 0; days < 3; days += 1) {
      now += 6 * 24 * 3600_000;
      const { json } = await refresh(browser, clientId, last);
      last = json.refresh_token;
    }
    expect((await refresh(browser, clientId, last)).status).toBe(200);
  });
});

describe("a refresh", () => {
  test("may ask for fewer scopes, and not for more", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId, {
      changes: { scope: "openid email offline_access" },
    });
    const fewer = await refresh(browser, clientId, tokens.refresh_token, { scope: "openid offline_access" });
    expect(fewer.json.scope).toBe("openid offline_access");
    const more = await refresh(browser, clientId, fewer.json.refresh_token, { scope: "openid profile" });
    expect(more.json).toMatchObject({
      error: "invalid_scope",
      error_description: expect.stringContaining("were not granted in the original authorize request"),
    });
  });

  test("without openid gives no ID token", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId);
    const { json } = await refresh(browser, clientId, tokens.refresh_token, { scope: "profile" });
    expect(json).not.toHaveProperty("id_token");
  });

  test("keeps the time of the sign-in", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId);
    now += 60_000;
    const { json } = await refresh(browser, clientId, tokens.refresh_token);
    expect(payloadOf(json.id_token)["auth_time"]).toBe(payloadOf(tokens.id_token)["auth_time"]);
  });

  test("is refused when the user is not assigned any more", async () => {
    const app = await signInApp(org);
    const { tokens, browser } = await signInToTokens(org, app.clientId);
    await org.call("DELETE", `/api/v1/apps/${app.id}/groups/${await everyone(org)}`);
    expect(await refresh(browser, app.clientId, tokens.refresh_token)).toMatchObject({
      status: 400,
      json: { error: "access_denied", error_description: "User is not assigned to the client application." },
    });
  });

  test("is refused when the policy is gone", async () => {
    const app = await signInApp(org);
    const { tokens, browser } = await signInToTokens(org, app.clientId);
    const policies = "/api/v1/authorizationServers/default/policies";
    const { json } = await org.call("GET", policies);
    const policy = json.find((each: { name: string }) => each.name === `For ${app.clientId}`);
    await org.call("DELETE", `${policies}/${policy.id}`);
    expect((await refresh(browser, app.clientId, tokens.refresh_token)).json).toMatchObject({
      error_description: "Policy evaluation failed for this request, please check the policy configurations.",
    });
  });

  test("is refused when the app is not active", async () => {
    const app = await signInApp(org);
    const { tokens, browser } = await signInToTokens(org, app.clientId);
    await org.call("POST", `/api/v1/apps/${app.id}/lifecycle/deactivate`);
    expect((await refresh(browser, app.clientId, tokens.refresh_token)).status).toBe(401);
  });

  test("of another client's token is refused", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId);
    expect((await refresh(browser, other.clientId, tokens.refresh_token)).status).toBe(400);
    expect((await refresh(browser, clientId, tokens.refresh_token)).status).toBe(200);
  });

  test("at another authorization server is refused", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId);
    expect((await refresh(browser, clientId, tokens.refresh_token, {}, "/oauth2")).status).toBe(400);
  });
});

test("a confidential app signs in with its secret, in the header or the body", async () => {
  const { json: app } = await org.call(
    "POST",
    "/api/v1/apps",
    nativeApp("Web", {
      "credentials.oauthClient.token_endpoint_auth_method": "client_secret_basic",
      "settings.oauthClient.application_type": "web",
      "settings.oauthClient.redirect_uris": ["https://app.example.com/callback"],
      "settings.oauthClient.post_logout_redirect_uris": [],
      "settings.implicitAssignment": true,
    }),
  );
  const { client_id: webId, client_secret: secret } = app.credentials.oauthClient;
  const changes = { redirect_uri: "https://app.example.com/callback" };
  const request = authorizationRequest(webId, changes, "/oauth2");
  const browser = new Browser(org);
  const { code = "" } = await signInByForm(org, browser, request);
  const form = { grant_type: "authorization_code", code, code_verifier: request.verifier, ...changes };
  const wrong = { authorization: `Basic ${Buffer.from(`${webId}:wrong`).toString("base64")}` };
  expect(await browser.request("/oauth2/v1/token", { form, headers: wrong })).toMatchObject({
    status: 401,
    json: {
      error: "invalid_client",
      error_description: "The client secret supplied for a confidential client is invalid.",
    },
  });
  const right = { authorization: `Basic ${Buffer.from(`${webId}:${secret}`).toString("base64")}` };
  expect((await browser.request("/oauth2/v1/token", { form, headers: right })).status).toBe(200);
  expect(id).toBe(clientId);
});

test("a confidential app that need not use PKCE exchanges a code without a verifier", async () => {
  const uri = "https://app.example.com/callback";
  const { clientId: webId } = await signInApp(org, {
    "credentials.oauthClient.token_endpoint_auth_method": "client_secret_post",
    "credentials.oauthClient.pkce_required": false,
    "settings.oauthClient.application_type": "web",
    "settings.oauthClient.redirect_uris": [uri],
    "settings.oauthClient.post_logout_redirect_uris": [],
  });
  const { json: secrets } = await org.call("GET", `/api/v1/apps/${webId}/credentials/secrets`);
  const credentials = { client_id: webId, client_secret: secrets[0].client_secret };
  const without = { code_challenge: undefined, code_challenge_method: undefined };
  const statuses = [];
  for (const changes of [without, {}]) {
    const browser = new Browser(org);
    const request = authorizationRequest(webId, { redirect_uri: uri, ...changes });
    const { code = "" } = await signInByForm(org, browser, request);
    const form = { grant_type: "authorization_code", code, redirect_uri: uri, ...credentials };
    statuses.push((await tokenRequest(browser, form)).status);
  }
  // Whoever sent a challenge has to send its verifier.
  expect(statuses).toEqual([200, 400]);
});
