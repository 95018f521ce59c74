import { expect } from "vitest";
import { nativeApp } from "../../support.ts";
import {
  Browser,
  addPolicy,
  authorizationRequest,
  codeForm,
  everyone,
  payloadOf,
  refresh,
  signInApp,
  signInByForm,
  signInToTokens,
  tokenRequest,
} from "../../oidc/browser.ts";
import { DpopClient } from "../../oidc/dpop.ts";
import {
  base,
  bearer,
  deviceGrant,
  expectNoTokens,
  sharedApp,
  signedIn,
  unusedCode,
} from "../oidc-requests.ts";
import { behaviour, differs } from "../table.ts";

behaviour(
  "token",
  "an access token is a JWT with `ver, jti, iss, aud, iat, exp, cid, uid, scp, auth_time, sub`",
  async (org) => {
    const { tokens } = await signedIn(org);
    const names = ["ver", "jti", "iss", "aud", "iat", "exp", "cid", "uid", "scp", "auth_time", "sub"];
    expect(Object.keys(payloadOf(tokens.access_token))).toEqual(names);
    expect(payloadOf(tokens.access_token)).toMatchObject({ aud: "api://default", sub: org.user.login });
  },
);

behaviour(
  "token",
  "an ID token issued with an access token is short: the profile comes from `/userinfo`",
  async (org) => {
    const { tokens } = await signedIn(org);
    const claims = payloadOf(tokens.id_token);
    expect(claims).toMatchObject({
      amr: ["pwd"],
      preferred_username: org.user.login,
      nonce: expect.any(String),
    });
    expect(claims).not.toHaveProperty("given_name");
  },
);

behaviour(
  "token",
  "a refresh token is issued for `offline_access`, without `prompt=consent`",
  async (org) => {
    expect((await signedIn(org)).tokens.refresh_token).toBeTruthy();
    const { tokens } = await signedIn(org, { changes: { scope: "openid" } });
    expect(tokens.refresh_token).toBeUndefined();
  },
);

behaviour("token", "a code is valid once, for five minutes; a second use revokes its tokens", async (org) => {
  const { browser, form } = await unusedCode(org);
  const { json } = await tokenRequest(browser, form);
  await expectNoTokens(
    tokenRequest(browser, form),
    400,
    "invalid_grant",
    "The authorization code is invalid or has expired.",
  );
  expect((await browser.request(`${base}/userinfo`, bearer(json.access_token))).status).toBe(401);
});

behaviour(
  "token",
  "a wrong verifier, redirect URI or client is `invalid_grant`, each with its own message",
  async (org) => {
    const cases = [
      [{ code_verifier: "x".repeat(43) }, "PKCE verification failed."],
      [
        { redirect_uri: "com.example.app:/x" },
        "The 'redirect_uri' does not match the redirection URI used in the authorization request.",
      ],
    ] as const;
    for (const [changes, description] of cases) {
      const { browser, form } = await unusedCode(org);
      await expectNoTokens(tokenRequest(browser, { ...form, ...changes }), 400, "invalid_grant", description);
    }
  },
);

behaviour("token", "an unknown client is 401 `invalid_client`", async (org) => {
  const { browser, form } = await unusedCode(org);
  await expectNoTokens(
    tokenRequest(browser, { ...form, client_id: "0oaNo" }),
    401,
    "invalid_client",
    "Invalid value for 'client_id' parameter.",
  );
});

behaviour(
  "token",
  "a grant that the app lacks is `unauthorized_client`; the message lists the configured grants",
  async (org) => {
    const app = await signInApp(org);
    const form = { grant_type: deviceGrant, client_id: app.clientId, device_code: "x" };
    await expectNoTokens(
      tokenRequest(new Browser(org), form),
      400,
      "unauthorized_client",
      "The client is not authorized to use the provided grant type. Configured grant types: [authorization_code, refresh_token].",
    );
  },
);

behaviour(
  "token",
  "service apps get tokens for the Okta API with `private_key_jwt` at the org, limited to granted scopes",
  async (org) => {
    const form = {
      grant_type: "client_credentials",
      scope: "okta.apps.read",
      client_id: (await sharedApp(org)).clientId,
    };
    await expectNoTokens(
      tokenRequest(new Browser(org), form, "/oauth2"),
      401,
      "invalid_client",
      "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.",
    );
  },
);

behaviour(
  "token",
  "an app with `dpop_bound_access_tokens` has to send DPoP proofs, with a nonce at the token endpoint; its tokens have the type DPoP and name the key in `cnf`",
  async (org) => {
    const { clientId } = await signInApp(org, { "settings.oauthClient.dpop_bound_access_tokens": true });
    const browser = new Browser(org);
    const request = authorizationRequest(clientId);
    const { code = "" } = await signInByForm(org, browser, request);
    const form = codeForm(clientId, code, request);
    await expectNoTokens(
      tokenRequest(browser, form),
      400,
      "invalid_dpop_proof",
      "The DPoP proof JWT header is missing.",
    );
    const client = await DpopClient.make();
    const { json } = await client.requestTokens(browser, `${org.url}${base}/token`, form);
    expect(json.token_type).toBe("DPoP");
    expect(payloadOf(json.access_token)["cnf"]).toEqual({ jkt: client.thumbprint });
  },
);

behaviour("refresh", "a refresh token of a public client is bound to its DPoP key", async (org) => {
  const { clientId } = await signInApp(org, { "settings.oauthClient.dpop_bound_access_tokens": true });
  const browser = new Browser(org);
  const request = authorizationRequest(clientId);
  const { code = "" } = await signInByForm(org, browser, request);
  const [client, thief] = [await DpopClient.make(), await DpopClient.make()];
  const url = `${org.url}${base}/token`;
  const { json } = await client.requestTokens(browser, url, codeForm(clientId, code, request));
  const form = {
    grant_type: "refresh_token",
    client_id: clientId,
    refresh_token: json.refresh_token as string,
  };
  expect((await thief.requestTokens(browser, url, form)).json.error).toBe("invalid_grant");
  expect((await client.requestTokens(browser, url, form)).json.token_type).toBe("DPoP");
});

differs(
  "token",
  "claims are evaluated in Okta's expression language",
  "`user.*`, `appuser.*`, `app.*`, quoted text and group filters; any other expression yields no claim",
  async (org) => {
    const claims = "/api/v1/authorizationServers/default/claims";
    const claim = {
      claimType: "RESOURCE",
      valueType: "EXPRESSION",
      status: "ACTIVE",
      alwaysIncludeInToken: true,
    };
    const made = [
      await org.call("POST", claims, { ...claim, name: "mail", value: "user.email" }),
      await org.call("POST", claims, { ...claim, name: "clever", value: "String.len(user.email)" }),
    ];
    const payload = payloadOf((await signedIn(org)).tokens.access_token);
    expect([payload["mail"], payload["clever"]]).toEqual([org.user.login, undefined]);
    for (const { json } of made) await org.call("DELETE", `${claims}/${json.id}`);
  },
);

behaviour(
  "refresh",
  "ROTATE issues a new token; the old one stays valid for `leeway` seconds, 30 by default",
  async (org) => {
    const { tokens, browser, clientId } = await signedIn(org);
    const first = await refresh(browser, clientId, tokens.refresh_token);
    expect(first.json.refresh_token).not.toBe(tokens.refresh_token);
    expect((await refresh(browser, clientId, tokens.refresh_token)).status).toBe(200);
  },
);

behaviour("refresh", "reuse after the leeway revokes every token of that sign-in", async (org) => {
  const app = await signInApp(org, {
    "settings.oauthClient.refresh_token": { rotation_type: "ROTATE", leeway: 0 },
  });
  const { tokens, browser } = await signInToTokens(org, app.clientId);
  const { json } = await refresh(browser, app.clientId, tokens.refresh_token);
  org.clock.advance(1500);
  const words = "The refresh token is invalid or expired.";
  await expectNoTokens(refresh(browser, app.clientId, tokens.refresh_token), 400, "invalid_grant", words);
  await expectNoTokens(refresh(browser, app.clientId, json.refresh_token), 400, "invalid_grant", words);
  expect((await browser.request(`${base}/userinfo`, bearer(json.access_token))).status).toBe(401);
  org.clock.reset();
});

behaviour("refresh", "STATIC keeps the token", async (org) => {
  const app = await signInApp(org, { "settings.oauthClient.refresh_token": { rotation_type: "STATIC" } });
  const { tokens, browser } = await signInToTokens(org, app.clientId);
  expect((await refresh(browser, app.clientId, tokens.refresh_token)).json.refresh_token).toBe(
    tokens.refresh_token,
  );
});

behaviour("refresh", "the new ID token has no nonce, and requires `openid`", async (org) => {
  const { tokens, browser, clientId } = await signedIn(org);
  const { json } = await refresh(browser, clientId, tokens.refresh_token);
  expect(payloadOf(json.id_token)).not.toHaveProperty("nonce");
  const less = await refresh(browser, clientId, json.refresh_token, { scope: "profile offline_access" });
  expect(less.json).not.toHaveProperty("id_token");
});

behaviour("refresh", "requesting more scopes than at sign-in is `invalid_scope`", async (org) => {
  const { tokens, browser, clientId } = await signedIn(org, { changes: { scope: "openid offline_access" } });
  expect((await refresh(browser, clientId, tokens.refresh_token, { scope: "openid email" })).json.error).toBe(
    "invalid_scope",
  );
});

behaviour("refresh", "assignment and policies are evaluated again", async (org) => {
  const app = await signInApp(org);
  const { tokens, browser } = await signInToTokens(org, app.clientId);
  await org.call("DELETE", `/api/v1/apps/${app.id}/groups/${await everyone(org)}`);
  await expectNoTokens(
    refresh(browser, app.clientId, tokens.refresh_token),
    400,
    "access_denied",
    "User is not assigned to the client application.",
  );
});

behaviour("refresh", "a token unused for the window of its rule, 7 days by default, expires", async (org) => {
  const { tokens, browser, clientId } = await signedIn(org);
  org.clock.advance(8 * 24 * 3600 * 1000);
  expect((await refresh(browser, clientId, tokens.refresh_token)).status).toBe(400);
  org.clock.reset();
});

behaviour("revoke", "revokes only the token sent; the other one stays valid", async (org) => {
  const { tokens, browser, clientId } = await signedIn(org);
  await browser.request(`${base}/revoke`, { form: { token: tokens.access_token, client_id: clientId } });
  expect((await browser.request(`${base}/userinfo`, bearer(tokens.access_token))).status).toBe(401);
  expect((await refresh(browser, clientId, tokens.refresh_token)).status).toBe(200);
});

behaviour("revoke", "answers 200 with an empty body for every token, known or not", async (org) => {
  const { clientId } = await sharedApp(org);
  const answer = await new Browser(org).request(`${base}/revoke`, {
    form: { token: "x", client_id: clientId },
  });
  expect([answer.status, answer.text, answer.headers.get("content-type")]).toEqual([200, "", null]);
});

behaviour("introspect", "a public client may introspect its own tokens with its client ID", async (org) => {
  const { tokens, browser, clientId } = await signedIn(org);
  const { json } = await browser.request(`${base}/introspect`, {
    form: { token: tokens.access_token, client_id: clientId },
  });
  expect(json).toMatchObject({
    active: true,
    username: org.user.login,
    client_id: clientId,
    token_type: "Bearer",
    uid: expect.any(String),
  });
});

behaviour("introspect", "ID tokens can be introspected by their client", async (org) => {
  const { tokens, browser, clientId } = await signedIn(org);
  const form = { token: tokens.id_token, token_type_hint: "id_token", client_id: clientId };
  expect((await browser.request(`${base}/introspect`, { form })).json).toMatchObject({
    active: true,
    aud: clientId,
    username: org.user.login,
  });
});

behaviour("userinfo", "returns the full profile that the scopes allow", async (org) => {
  const { tokens, browser } = await signedIn(org);
  expect((await browser.request(`${base}/userinfo`, bearer(tokens.access_token))).json).toMatchObject({
    given_name: "Test",
    email: org.user.login,
    zoneinfo: "America/Los_Angeles",
  });
});

behaviour("userinfo", "an invalid token is 401 with the reason in `WWW-Authenticate`", async (org) => {
  const answer = await new Browser(org).request(`${base}/userinfo`, bearer("x"));
  expect(answer.headers.get("www-authenticate")).toBe(
    'Bearer error="invalid_token", error_description="The access token is invalid"',
  );
});

async function device(org: Parameters<typeof sharedApp>[0]) {
  const { clientId } = await sharedApp(org);
  const form = { client_id: clientId, scope: "openid" };
  const { json } = await new Browser(org).request(`${base}/device/authorize`, { form });
  const poll = { grant_type: deviceGrant, client_id: clientId, device_code: json.device_code as string };
  return { json, poll };
}

behaviour(
  "device",
  "the user code has eight letters and is valid for 10 minutes at `/activate`; the polling interval is 5 seconds",
  async (org) => {
    const { json } = await device(org);
    expect(json).toMatchObject({
      user_code: expect.stringMatching(/^[A-Z]{8}$/u),
      verification_uri: `${org.url}/activate`,
      expires_in: 600,
      interval: 5,
    });
  },
);

behaviour(
  "device",
  "`authorization_pending`, `slow_down` when polled too often, `expired_token` at the end",
  async (org) => {
    const { poll } = await device(org);
    const words = "The device authorization is pending. Please try again later.";
    await expectNoTokens(tokenRequest(new Browser(org), poll), 400, "authorization_pending", words);
    expect((await tokenRequest(new Browser(org), poll)).json.error).toBe("slow_down");
    org.clock.advance(601_000);
    await expectNoTokens(
      tokenRequest(new Browser(org), poll),
      400,
      "expired_token",
      "The device code has expired.",
    );
    org.clock.reset();
  },
);

async function deniedBy(
  org: Parameters<typeof sharedApp>[0],
  policy: Parameters<typeof addPolicy>[2] | undefined,
) {
  const { json } = await org.call("POST", "/api/v1/apps", nativeApp("Denied"));
  await org.call("PUT", `/api/v1/apps/${json.id}/groups/${await everyone(org)}`, {});
  if (policy !== undefined) await addPolicy(org, json.id, policy);
  return (await signInByForm(org, new Browser(org), authorizationRequest(json.id)))["error_description"];
}

behaviour(
  "policies",
  "a client without a policy, or a denied scope, is `access_denied` with Okta's message",
  async (org) => {
    expect(await deniedBy(org, undefined)).toBe(
      "Policy evaluation failed for this request, please check the policy configurations.",
    );
    expect(await deniedBy(org, { scopes: ["openid", "profile", "email"] })).toBe(
      "Some of the requested scopes were denied by the policy. Denied scopes: [offline_access].",
    );
    expect(await deniedBy(org, { scopes: ["phone"] })).toBe(
      "Policy evaluation succeeded, but all the requested scopes were rejected.",
    );
  },
);

behaviour("policies", "the org authorization server has none", async (org) => {
  const { json } = await org.call("POST", "/api/v1/apps", nativeApp("At the org"));
  await org.call("PUT", `/api/v1/apps/${json.id}/groups/${await everyone(org)}`, {});
  const answer = await signInByForm(org, new Browser(org), authorizationRequest(json.id, {}, "/oauth2"));
  expect(answer).toHaveProperty("code");
});
