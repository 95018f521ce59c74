import { expect } from "vitest";
import { nativeApp } from "../../support.ts";
import { Browser, answerOf, authorizationRequest } from "../../oidc/browser.ts";
import { ask, base, expectCalledBack, sharedApp, signedIn } from "../oidc-requests.ts";
import { behaviour, differs } from "../table.ts";

behaviour(
  "discovery",
  "`{issuer}/.well-known/openid-configuration` and `…/oauth-authorization-server`, for custom and org authorization servers",
  async (org) => {
    for (const path of ["/oauth2/default", ""]) {
      for (const document of ["openid-configuration", "oauth-authorization-server"]) {
        const { json } = await new Browser(org).request(`${path}/.well-known/${document}`);
        expect(json.issuer).toBe(`${org.url}${path}`);
      }
    }
  },
);

behaviour(
  "discovery",
  "RFC 8414's order, `/.well-known/oauth-authorization-server/oauth2/default`, works too",
  async (org) => {
    const { json } = await new Browser(org).request("/.well-known/oauth-authorization-server/oauth2/default");
    expect(json.issuer).toBe(`${org.url}/oauth2/default`);
  },
);

behaviour("discovery", "documents and keys may be read from any origin", async (org) => {
  for (const path of ["/.well-known/openid-configuration", `${base}/keys`]) {
    const { headers } = await new Browser(org).request(
      `/oauth2/default${path}`.replace("/oauth2/default/oauth2", "/oauth2"),
    );
    expect(headers.get("access-control-allow-origin")).toBe("*");
  }
});

behaviour(
  "discovery",
  "scripts of other origins may call the endpoints only when the origin is trusted (scope CORS); an app also gets its tokens at the origin of its redirect URI",
  async (org) => {
    const origin = "http://localhost:3210";
    const call = async () =>
      new Browser(org).request(`${base}/token`, { form: { client_id: "x" }, headers: { origin } });
    expect((await call()).headers.get("access-control-allow-origin")).toBeNull();
    const trusted = { name: origin, origin, scopes: [{ type: "CORS" }] };
    await org.call("POST", "/api/v1/trustedOrigins", trusted);
    expect((await call()).headers.get("access-control-allow-origin")).toBe(origin);
  },
);

behaviour(
  "discovery",
  "the issuer of `default` ends in `/oauth2/default`, other issuers in their id; the org's own has no path",
  async (org) => {
    const { json } = await org.call("GET", "/api/v1/authorizationServers/default");
    expect(json.issuer).toBe(`${org.url}/oauth2/default`);
  },
);

differs(
  "discovery",
  "implicit, password, CIBA and token exchange are listed",
  "only the supported grants: code, refresh, device, and client credentials at the org",
  async (org) => {
    const { json } = await new Browser(org).request("/oauth2/default/.well-known/openid-configuration");
    expect(json.grant_types_supported).toEqual([
      "authorization_code",
      "refresh_token",
      expect.stringContaining("device_code"),
    ]);
    expect(json.response_types_supported).toEqual(["code"]);
  },
);

differs(
  "discovery",
  "signed requests (`request`) are accepted",
  "no: `request_parameter_supported` is false",
  async (org) => {
    const { json } = await new Browser(org).request("/oauth2/default/.well-known/openid-configuration");
    expect(json.request_parameter_supported).toBe(false);
    const page = await ask(org, { request: "eyJ" });
    expect(answerOf(page)["error"]).toBe("request_not_supported");
  },
);

behaviour(
  "authorize",
  "an unknown client, or a redirect URI that isn't registered exactly, is answered by a page with status 400",
  async (org) => {
    expect((await ask(org, { client_id: "0oaNobody" })).status).toBe(400);
    expect((await ask(org, { redirect_uri: "com.example.app:/callback/" })).status).toBe(400);
  },
);

behaviour("authorize", "`state` is required", async (org) => {
  await expectCalledBack(
    ask(org, { state: undefined }),
    "invalid_request",
    "The authentication request has an invalid 'state' parameter.",
  );
});

behaviour("authorize", "PKCE is required of native apps, with S256", async (org) => {
  await expectCalledBack(
    ask(org, { code_challenge: undefined, code_challenge_method: undefined }),
    "invalid_request",
    "PKCE code challenge is required by the application.",
  );
  await expectCalledBack(
    ask(org, { code_challenge_method: "plain" }),
    "invalid_request",
    "PKCE code challenge method is not supported. Valid values: [S256]",
  );
});

behaviour("authorize", "a scope that the authorization server lacks is `invalid_scope`", async (org) => {
  await expectCalledBack(
    ask(org, { scope: "openid nonsense" }),
    "invalid_scope",
    "One or more scopes are not configured for the authorization server resource.",
  );
});

behaviour("authorize", "the org authorization server accepts no custom scopes", async (org) => {
  await expectCalledBack(
    ask(org, { scope: "openid nonsense" }, "/oauth2"),
    "invalid_scope",
    "Custom scopes are not allowed for this request.",
  );
});

behaviour("authorize", "`prompt=none` without a session is `login_required`", async (org) => {
  await expectCalledBack(
    ask(org, { prompt: "none" }),
    "login_required",
    "The client specified not to prompt, but the user is not logged in.",
  );
});

behaviour("authorize", "one session covers every authorization server of the org", async (org) => {
  const { browser, clientId } = await signedIn(org);
  for (const at of ["/oauth2/default", "/oauth2"]) {
    const page = await browser.request(authorizationRequest(clientId, { prompt: "none" }, at).url);
    expect(answerOf(page)).toHaveProperty("code");
  }
});

behaviour(
  "authorize",
  "`prompt=login` and `max_age` require a new sign-in; `login_hint` fills in the username",
  async (org) => {
    const { browser, clientId } = await signedIn(org);
    for (const changes of [{ prompt: "login" }, { max_age: "0" }]) {
      expect((await browser.open(authorizationRequest(clientId, changes).url)).text).toContain(
        'name="password"',
      );
    }
    const hinted = await new Browser(org).open(authorizationRequest(clientId, { login_hint: "a@b.co" }).url);
    expect(hinted.text).toContain('value="a@b.co"');
  },
);

behaviour("authorize", "the response has no `iss`, and redirects are 302", async (org) => {
  const { browser, clientId } = await signedIn(org);
  const page = await browser.request(authorizationRequest(clientId).url);
  expect([page.status, Object.keys(answerOf(page)).toSorted()]).toEqual([302, ["code", "state"]]);
});

behaviour("authorize", "`response_mode` is query, fragment or form_post", async (org) => {
  const { browser, clientId } = await signedIn(org);
  const fragment = await browser.request(authorizationRequest(clientId, { response_mode: "fragment" }).url);
  expect(fragment.location).toContain("#code=");
  const posted = await browser.request(authorizationRequest(clientId, { response_mode: "form_post" }).url);
  expect(posted.text).toContain('<form method="post"');
});

differs(
  "authorize",
  "a scope can require consent",
  "every app is trusted: `prompt=consent` shows no consent page",
  async (org) => {
    const { browser, clientId } = await signedIn(org);
    const page = await browser.open(authorizationRequest(clientId, { prompt: "consent" }).url);
    expect(answerOf(page)).toHaveProperty("code");
  },
);

differs(
  "authorize",
  "an unassigned user who has just entered the password returns to the app with the error",
  "first sees a page with the reason and the fix; its button returns the same error to the app",
  async (org) => {
    const { json } = await org.call("POST", "/api/v1/apps", nativeApp("Unassigned"));
    const browser = new Browser(org);
    const page = await browser.open(authorizationRequest(json.id, {}, "/oauth2").url);
    const told = await browser.submit(page, { username: org.user.login, password: org.user.password });
    expect(told.status).toBe(403);
    expect(answerOf(await browser.submit(told, { decision: "continue" }))).toMatchObject({
      error: "access_denied",
      error_description: "User is not assigned to the client application.",
    });
  },
);

behaviour(
  "authorize",
  "the tenth wrong password in a row locks the account (default policy); an administrator unlocks it",
  async (org) => {
    const profile = {
      login: "forgetful@example.com",
      email: "forgetful@example.com",
      firstName: "F",
      lastName: "G",
    };
    const credentials = { password: { value: "Correct-Horse-9" } };
    const { json: user } = await org.call("POST", "/api/v1/users", { profile, credentials });
    const browser = new Browser(org);
    const { clientId } = await sharedApp(org);
    let page = await browser.open(authorizationRequest(clientId).url);
    for (let round = 0; round < 10; round += 1) {
      page = await browser.submit(page, { username: profile.login, password: "wrong" });
    }
    expect(page.text).toContain("Your account is locked. Please contact your administrator.");
    const path = `/api/v1/users/${user.id}`;
    expect((await org.call("GET", path)).json.status).toBe("LOCKED_OUT");
    expect((await org.call("POST", `${path}/lifecycle/unlock`)).status).toBe(200);
    await org.call("POST", `${path}/lifecycle/deactivate`);
    await org.call("DELETE", path);
  },
);

behaviour(
  "authorize",
  "a user whose password has expired chooses a new one at the sign-in, which then goes on",
  async (org) => {
    const profile = {
      login: "expired@example.com",
      email: "expired@example.com",
      firstName: "E",
      lastName: "X",
    };
    const credentials = { password: { value: "Correct-Horse-9" } };
    const { json: user } = await org.call("POST", "/api/v1/users", { profile, credentials });
    await org.call("POST", `/api/v1/users/${user.id}/lifecycle/expire_password`);
    const browser = new Browser(org);
    const { clientId } = await sharedApp(org);
    const page = await browser.submit(await browser.open(authorizationRequest(clientId).url), {
      username: profile.login,
      password: "Correct-Horse-9",
    });
    const form = { new_password: "Another-Horse-10", repeated_password: "Another-Horse-10" };
    expect(answerOf(await browser.submit(page, form))).toHaveProperty("code");
    await org.call("DELETE", `/api/v1/users/${user.id}`);
    await org.call("DELETE", `/api/v1/users/${user.id}`);
  },
);

behaviour(
  "authorize",
  "an app with `initiate_login_uri` is started there, with `iss`, by its link and after a password was reset",
  async (org) => {
    const uri = "https://app.example.com/start";
    const { json: app } = await org.call(
      "POST",
      "/api/v1/apps",
      nativeApp("Started", { "settings.oauthClient.initiate_login_uri": uri }),
    );
    const { location } = await new Browser(org).request(app._links.appLinks[0].href);
    expect(location).toBe(`${uri}?iss=${encodeURIComponent(org.url)}`);
  },
);

differs(
  "authorize",
  "the link of an app signs the user in before it starts the app",
  "the app is started at once, and its own request signs the user in; an app without `initiate_login_uri` is a page with status 400",
  async (org) => {
    const { id } = await sharedApp(org);
    expect((await new Browser(org).request(`/home/oidc_client/${id}/start`)).status).toBe(400);
  },
);

behaviour(
  "PAR",
  "a pushed request is validated at once, and its `request_uri` is valid once",
  async (org) => {
    const { browser, clientId } = await signedIn(org);
    const push = async (changes: Record<string, string>) =>
      browser.request(`${base}/par`, {
        form: authorizationRequest(clientId, changes).url.split("?")[1] ?? "",
      });
    expect((await push({ scope: "openid nonsense" })).json.error).toBe("invalid_scope");
    const { request_uri } = (await push({})).json;
    const use = `${base}/authorize?${new URLSearchParams({ client_id: clientId, request_uri }).toString()}`;
    expect(answerOf(await browser.request(use))).toHaveProperty("code");
    expect((await browser.request(use)).location ?? "").not.toContain("code=");
  },
);

behaviour(
  "logout",
  "`id_token_hint` is required and may be expired; the response is a 302 to the registered URI with `state`",
  async (org) => {
    const { browser, tokens } = await signedIn(org);
    expect((await browser.request(`${base}/logout`)).status).toBe(400);
    const query = new URLSearchParams({
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: "com.example.app:/logout",
      state: "s",
    });
    const page = await browser.request(`${base}/logout?${query.toString()}`);
    expect([page.status, page.location]).toEqual([302, "com.example.app:/logout?state=s"]);
  },
);

behaviour("logout", "a URI that isn't registered is answered by a page with status 400", async (org) => {
  const { browser, tokens } = await signedIn(org);
  const query = new URLSearchParams({ id_token_hint: tokens.id_token, post_logout_redirect_uri: "evil:/x" });
  expect((await browser.request(`${base}/logout?${query.toString()}`)).status).toBe(400);
});

behaviour("logout", "ends the session in the browser; tokens stay valid", async (org) => {
  const { browser, tokens, clientId } = await signedIn(org);
  await browser.request(`${base}/logout?id_token_hint=${tokens.id_token}`);
  const again = await browser.request(authorizationRequest(clientId, { prompt: "none" }).url);
  expect(answerOf(again)["error"]).toBe("login_required");
  const { headers } = { headers: { authorization: `Bearer ${tokens.access_token}` } };
  expect((await browser.request(`${base}/userinfo`, { headers })).status).toBe(200);
});

differs(
  "logout",
  "without a URI, the org's sign-in page is shown",
  "a page that says that the user is signed out",
  async (org) => {
    const { browser, tokens } = await signedIn(org);
    const page = await browser.request(`${base}/logout?id_token_hint=${tokens.id_token}`);
    expect(page.text).toContain("signed out");
    expect((await sharedApp(org)).clientId).toMatch(/^0oa/u);
  },
);
