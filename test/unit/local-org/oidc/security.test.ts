import { afterAll, describe, expect, test } from "vitest";
import { nativeApp, startTestOrg } from "../support.ts";
import type { Page } from "./browser.ts";
import {
  Browser,
  answerOf,
  authorizationRequest,
  everyone,
  signInApp,
  signInByForm,
  signInToTokens,
} from "./browser.ts";
import { raw } from "./raw.ts";

const org = await startTestOrg({}, afterAll);
const loopback = "http://127.0.0.1:8123/callback";
const { clientId } = await signInApp(org, {
  "settings.oauthClient.redirect_uris": ["com.example.app:/callback", loopback],
  "settings.oauthClient.grant_types": [
    "authorization_code",
    "refresh_token",
    "urn:ietf:params:oauth:grant-type:device_code",
  ],
});
const { id: defaultServer } = (await org.call("GET", "/api/v1/authorizationServers")).json[0];
const credentials = { username: org.user.login, password: org.user.password };

const posts = ["token", "introspect", "revoke", "par", "device/authorize"];
const bases = ["/oauth2/default", "/oauth2"];
const everyPath = [
  ...bases.flatMap((base) =>
    ["authorize", "userinfo", "keys", "logout", "activate", ...posts].map((name) => `${base}/v1/${name}`),
  ),
  "/.well-known/openid-configuration",
  "/.well-known/oauth-authorization-server",
  "/.well-known/oauth-authorization-server/oauth2/default",
  "/oauth2/default/.well-known/openid-configuration",
  "/oauth2/default/.well-known/oauth-authorization-server",
  `/signin/${defaultServer}/some-uid`,
  "/activate",
];

/** What no answer may show: where our code is, what it calls, what it is made of. */
const insides =
  /node_modules|oidc-provider|\bat \S+ \(|\.ts\b|\.m?js:\d|TypeError|ENOENT|undefined|\[object/u;

function expectCalm(answer: { readonly status: number; readonly text: string }): void {
  expect(answer.status).toBeGreaterThanOrEqual(200);
  expect(answer.status, answer.text).toBeLessThan(500);
  expect(answer.text).not.toMatch(insides);
}

// What Okta checks, and its tokens, go by the name of the endpoint: another spelling of it got by, and gave opaque tokens.
test.each(["token/", "TOKEN", "Token", "token#/v1/x", "revoke/", "device/authorize/", "device/Authorize"])(
  "%s is no other spelling of an endpoint",
  async (name) => {
    for (const base of bases) {
      const answer = await raw(org, `${base}/v1/${name}`, {
        body: `grant_type=refresh_token&client_id=${clientId}`,
      });
      expect([answer.status, answer.text]).toEqual([404, expect.stringContaining("E0000008")]);
    }
  },
);

describe("a web page that rebinds its own name to loopback gets nothing", () => {
  test.each(everyPath)("%s", async (path) => {
    for (const host of [`evil.example:${org.port}`, `localhost.evil.example:${org.port}`, "localhost"]) {
      for (const method of ["GET", "POST", "OPTIONS"]) {
        const answer = await raw(org, path, { method, headers: { host, origin: `https://${host}` } });
        expect([host, method, answer.status]).toEqual([host, method, 421]);
        expect(answer.headers["set-cookie"]).toBeUndefined();
        expect(answer.headers["location"]).toBeUndefined();
        expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
      }
    }
  });

  test("headers of a proxy don't rename the org", async () => {
    const headers = {
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "http",
      forwarded: "host=evil.example;proto=http",
    };
    const discovery = await raw(org, "/oauth2/default/.well-known/openid-configuration", { headers });
    expect(discovery.text).not.toContain("evil");
    const authorize = await raw(org, authorizationRequest(clientId).url, { headers });
    expect(authorize.headers["location"]).toMatch(/^\/signin\//u);
    expect(authorize.headers["set-cookie"]?.join()).toMatch(/secure/iu);
  });
});

describe("the sign-in form is taken from its own page only", () => {
  async function tokenOfAnotherSignIn(): Promise<string> {
    return tokenOf(await new Browser(org).open(authorizationRequest(clientId).url));
  }

  function tokenOf({ text }: Page): string {
    return /name="form_token"[^>]*value="([^"]*)"/u.exec(text)?.[1] ?? "";
  }

  const own = { origin: org.url, "sec-fetch-site": "same-origin" };

  test.each([
    ["no token", async () => ({}), own],
    ["an empty token", async () => ({ form_token: "" }), own],
    ["a wrong token", async () => ({ form_token: "x".repeat(43) }), own],
    ["another sign-in's token", async () => ({ form_token: await tokenOfAnotherSignIn() }), own],
    ["a foreign origin", undefined, { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    ["the origin of another port", undefined, { origin: "https://localhost:1" }],
    ["the origin without TLS", undefined, { origin: `http://localhost:${org.port}` }],
    ["an opaque origin", undefined, { origin: "null" }],
    ["a cross-site request", undefined, { "sec-fetch-site": "cross-site" }],
    ["a same-site request", undefined, { "sec-fetch-site": "same-site" }],
  ] as const)("not with %s", async (_what, change, headers) => {
    const browser = new Browser(org);
    const page = await browser.open(authorizationRequest(clientId).url);
    const form = {
      ...credentials,
      ...(change === undefined ? { form_token: tokenOf(page) } : await change()),
    };
    const refused = await browser.request(page.url, { form, headers: { ...headers } });
    expect([refused.status, refused.location]).toEqual([403, undefined]);
    const silent = await browser.request(authorizationRequest(clientId, { prompt: "none" }).url);
    expect(answerOf(silent)).toMatchObject({ error: "login_required" });
    const next = await browser.open(authorizationRequest(clientId).url);
    expect(answerOf(await browser.submit(next, credentials))).toHaveProperty("code");
  });

  test("not in another browser that learned its address", async () => {
    const page = await new Browser(org).open(authorizationRequest(clientId).url);
    const other = new Browser(org);
    const seen = await other.request(page.url);
    expect([seen.status, seen.text.includes("password")]).toEqual([400, false]);
    const form = { ...credentials, form_token: tokenOf(page) };
    const sent = await other.request(page.url, { form, headers: own });
    expect([sent.status, sent.location]).toEqual([400, undefined]);
    await other.open(authorizationRequest(clientId).url);
    expect((await other.request(page.url, { form, headers: own })).status).toBe(400);
  });

  test("not at another authorization server", async () => {
    const browser = new Browser(org);
    const page = await browser.open(authorizationRequest(clientId).url);
    const moved = page.url.replace(`/signin/${defaultServer}/`, "/signin/org/");
    expect((await browser.request(moved)).status).toBe(400);
  });

  test("and its resume address is of no use to another browser", async () => {
    const browser = new Browser(org);
    const page = await browser.open(authorizationRequest(clientId).url);
    const form = { ...credentials, form_token: tokenOf(page) };
    const { location = "" } = await browser.request(page.url, { form, headers: own });
    const stolen = await new Browser(org).request(location);
    expect([stolen.status, stolen.location]).toEqual([400, undefined]);
    expect(stolen.headers.get("content-type")).toMatch(/^text\/html/u);
  });

  test("and the session has another cookie after it than before", async () => {
    const browser = new Browser(org);
    const cookies = new Set<string>();
    for (let round = 0; round < 2; round += 1) {
      const page = await browser.open(authorizationRequest(clientId, { prompt: "login" }).url);
      const form = { ...credentials, form_token: tokenOf(page) };
      const { location = "" } = await browser.request(page.url, { form, headers: own });
      const { headers } = await browser.request(location);
      const session = headers.getSetCookie().find((cookie) => cookie.startsWith("idx="));
      cookies.add(session ?? "none");
    }
    expect([...cookies]).toEqual([expect.stringMatching(/^idx=/u), expect.stringMatching(/^idx=/u)]);
  });
});

describe("no browser is sent to an address that isn't registered", () => {
  const variants = [
    "com.example.app:/callback/",
    "com.example.app:/callback2",
    "com.example.app:/callbac",
    "com.example.app:/callback?next=https://evil.example",
    "com.example.app:/callback#fragment",
    "com.example.app:/callback/../evil",
    "com.example.app:/%63allback",
    "com.example.app://callback",
    "com.example.app:callback",
    "COM.EXAMPLE.APP:/callback",
    "com.example.app:/Callback",
    " com.example.app:/callback",
    "com.example.app:/callback ",
    "com.example.app:/callback\r\nX-Evil: 1",
    "com.example.app:/callback\u0000",
    "com.example.app.evil:/callback",
    "https://evil.example/com.example.app:/callback",
    "https://evil.example",
    "//evil.example",
    "javascript:alert(1)",
    "data:text/html,evil",
    "http://127.0.0.1:8124/callback",
    "http://127.0.0.1/callback",
    "http://localhost:8123/callback",
    "http://[::1]:8123/callback",
    "https://127.0.0.1:8123/callback",
    "http://127.0.0.1:8123@evil.example/callback",
    "http://evil.example@127.0.0.1:8123/callback",
    "http://127.0.0.1:8123\\@evil.example/callback",
    "http://127.0.0.1:8123/callback/../../evil",
    "http://127.1:8123/callback",
    "",
  ];

  test.each(variants)("authorize: %j", async (redirect_uri) => {
    for (const changes of [
      { redirect_uri },
      { redirect_uri, prompt: "none" },
      { redirect_uri, scope: "?" },
    ]) {
      const page = await new Browser(org).request(authorizationRequest(clientId, changes).url);
      expect([page.status, page.location]).toEqual([400, undefined]);
      expect(page.headers.get("refresh")).toBeNull();
      expect(page.headers.get("x-evil")).toBeNull();
    }
  });

  test.each(variants)("pushed: %j", async (redirect_uri) => {
    const { url } = authorizationRequest(clientId, { redirect_uri });
    const answer = await new Browser(org).request("/oauth2/default/v1/par", {
      form: url.split("?")[1] ?? "",
    });
    expect([answer.status, answer.json]).toEqual([
      400,
      expect.objectContaining({ error: "invalid_request" }),
    ]);
  });

  test.each([
    ...variants.filter((variant) => variant !== "").map((uri) => uri.replace("callback", "logout")),
    "com.example.app:/callback",
    loopback,
  ])("logout: %j", async (post_logout_redirect_uri) => {
    const { tokens, browser } = await signedIn;
    const query = new URLSearchParams({ id_token_hint: tokens.id_token, post_logout_redirect_uri });
    const page = await browser.request(`/oauth2/default/v1/logout?${query.toString()}`);
    expect([page.status, page.location]).toEqual([400, undefined]);
    expect(page.headers.get("x-evil")).toBeNull();
  });

  const signedIn = signInToTokens(org, clientId);

  test.each([
    "//evil.example",
    "//evil.example/%2f..",
    "///evil.example",
    "/\\evil.example",
    "/%5cevil.example",
    "/oauth2/default//evil.example",
    "/oauth2/default/v1//evil.example",
    "/oauth2//evil.example/v1/authorize",
    "/signin//evil.example",
    `/signin/${defaultServer}//evil.example`,
    "/activate//evil.example",
    "/.well-known//evil.example",
    "/oauth2/default/v1/authorize/..%2f..%2fevil.example",
  ])("path %s", async (path) => {
    for (const method of ["GET", "POST"]) {
      const answer = await raw(org, path, { method });
      expectCalm(answer);
      expect(answer.headers["location"]).toBeUndefined();
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
  });
});

describe("line breaks stay what they are: data", () => {
  const breaking = 'a\r\nSet-Cookie: evil=1\r\nX-Evil: 1\r\n\r\n<script>alert(1)</script>"';

  test.each(["state", "nonce", "login_hint", "acr_values", "okta_extra", "display", "ui_locales"])(
    "in %s",
    async (name) => {
      const browser = new Browser(org);
      for (const changes of [{ [name]: breaking }, { [name]: breaking, prompt: "none" }]) {
        const page = await browser.request(authorizationRequest(clientId, changes).url);
        expect(page.headers.get("x-evil")).toBeNull();
        expect(page.headers.getSetCookie().join()).not.toContain("evil");
        expect(page.location ?? "").not.toMatch(/[\r\n<>"]/u);
        expectCalm(page);
      }
    },
  );

  test("state comes back as it was sent", async () => {
    const { url, ...rest } = authorizationRequest(clientId, { state: breaking });
    expect(await signInByForm(org, new Browser(org), { url, ...rest })).toMatchObject({ state: breaking });
    const { tokens, browser } = await signInToTokens(org, clientId);
    const query = new URLSearchParams({
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: "com.example.app:/logout",
      state: breaking,
    });
    const page = await browser.request(`/oauth2/default/v1/logout?${query.toString()}`);
    expect(page.headers.get("x-evil")).toBeNull();
    expect(answerOf(page)).toEqual({ state: breaking });
  });
});

describe("what comes from outside is text in a page, never markup", () => {
  const markup = `"'><img src=x onerror=alert(1)></title></script><script>alert(1)</script>&amp;`;

  function expectEscaped({ text, headers }: Page): void {
    expect(text).not.toMatch(/<img|<script>alert|onerror=alert\(1\)>/u);
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  }

  test("the name of an app, on each page of a sign-in", async () => {
    const { json: app } = await org.call("POST", "/api/v1/apps", nativeApp(markup));
    const browser = new Browser(org);
    const page = await browser.open(authorizationRequest(app.id).url);
    expectEscaped(page);
    expect(page.text).toContain("&lt;img src=x onerror=alert(1)&gt;");
    const refused = await browser.submit(page, credentials);
    expect(refused.status).toBe(403);
    expectEscaped(refused);
    expect(refused.text).toContain("&lt;img src=x");
  });

  test("a login that was typed, or given as a hint", async () => {
    const browser = new Browser(org);
    const page = await browser.open(authorizationRequest(clientId, { login_hint: markup }).url);
    expectEscaped(page);
    expect(page.text).toContain("&lt;img src=x");
    const again = await browser.submit(page, { username: markup, password: markup });
    expectEscaped(again);
    expect(again.text).toContain("&lt;img src=x");
  });

  test.each([
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "prompt",
    "request_uri",
  ])("%s on an error page", async (name) => {
    const page = await new Browser(org).request(authorizationRequest(clientId, { [name]: markup }).url);
    expectEscaped(page);
    expectCalm(page);
    expect(page.location ?? "").not.toMatch(/[<>"]/u);
  });

  test.each(["state", "error"])("%s in a form that is posted to the app", async (name) => {
    const changes = { response_mode: "form_post", [name]: markup, prompt: "none" };
    const page = await new Browser(org).request(authorizationRequest(clientId, changes).url);
    expect(page.text).toContain('value="login_required"');
    expect(page.text).not.toMatch(/<img|<script>alert/u);
  });

  test("a user code that was typed, or is in the address", async () => {
    const browser = new Browser(org);
    const page = await browser.open(`/activate?user_code=${encodeURIComponent(markup)}`);
    expectEscaped(page);
    expectEscaped(await browser.submit(page, { user_code: markup }));
    const direct = await browser.open(`/oauth2/default/v1/activate?user_code=${encodeURIComponent(markup)}`);
    expectEscaped(direct);
    expectCalm(direct);
    expect(page.text).toContain("&lt;img src=x");
  });

  test.each(["post_logout_redirect_uri", "id_token_hint", "state"])(
    "%s on the page after a logout",
    async (name) => {
      const { tokens, browser } = await signInToTokens(org, clientId);
      const query = new URLSearchParams({ id_token_hint: tokens.id_token, [name]: markup });
      const ended = await browser.request(`/oauth2/default/v1/logout?${query.toString()}`);
      expectEscaped(ended);
      expect(ended.location).toBeUndefined();
    },
  );

  test("the user agent, the login and the name of the app on the activity page", async () => {
    const browser = new Browser(org);
    const headers = { "user-agent": markup };
    await browser.request(authorizationRequest(clientId, { redirect_uri: markup }).url, { headers });
    await browser.request(authorizationRequest(clientId, { scope: markup }).url, { headers });
    const page = await browser.request("/activity");
    expect(page.status).toBe(200);
    expectEscaped(page);
    expect(page.text).toContain("&lt;img src=x");
  });
});

describe("odd requests get a calm answer", () => {
  const form = { grant_type: "refresh_token", client_id: clientId, refresh_token: "x" };
  const large = "x".repeat(70_000);

  test.each([...bases.flatMap((base) => posts.map((name) => `${base}/v1/${name}`)), "/activate"])(
    "a body of over 64 KB at %s is refused, announced or not, and the connection ends",
    async (path) => {
      for (const body of [`a=${large}`, Array.from({ length: 20 }, () => "x".repeat(10_000))]) {
        const answer = await raw(org, path, { body });
        expect([answer.status, answer.headers.connection]).toEqual([413, "close"]);
      }
      expect((await raw(org, "/oauth2/default/.well-known/openid-configuration")).status).toBe(200);
    },
  );

  test.each([
    "application/json",
    "multipart/form-data; boundary=x",
    "text/plain",
    "nonsense",
    "a/b; charset=x",
  ])("a body of the type %s is refused", async (type) => {
    for (const name of posts) {
      const body = JSON.stringify(form);
      const answer = await raw(org, `/oauth2/default/v1/${name}`, {
        body,
        headers: { "content-type": type },
      });
      expect([name, answer.status]).toEqual([name, 415]);
      expectCalm(answer);
    }
  });

  test.each([
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "response_type",
    "code_challenge",
    "prompt",
    "nonce",
  ])("%s twice in an authorization request", async (name) => {
    const { url } = authorizationRequest(clientId, { prompt: "login" });
    for (const value of ["", "x", clientId]) {
      const page = await new Browser(org).request(`${url}&${name}=${value}`);
      expectCalm(page);
      expect(page.location ?? "error=").not.toContain("/signin/");
      expect(page.location ?? "com.example.app:/callback").toMatch(/^com\.example\.app:\/callback/u);
    }
  });

  test.each(["grant_type", "client_id", "refresh_token", "scope"])(
    "%s twice in a token request",
    async (name) => {
      const { tokens, browser } = await signInToTokens(org, clientId);
      const body = new URLSearchParams({ ...form, refresh_token: tokens.refresh_token });
      if (!body.has(name)) body.append(name, "x");
      body.append(name, "y");
      const answer = await browser.request("/oauth2/default/v1/token", { form: body.toString() });
      expectCalm(answer);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.json).toHaveProperty("error");
    },
  );

  const odd = [
    "%",
    "%E0%A4%A",
    "%00",
    "%ff%fe",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "[]",
    "a[b]",
    "toString",
  ];

  test.each(odd)("%j as a name, a value and a path", async (text) => {
    for (const path of [
      `/oauth2/default/v1/authorize?${text}=x`,
      `/oauth2/default/v1/authorize?client_id=${text}`,
      `/oauth2/default/v1/authorize?client_id=${clientId}&redirect_uri=com.example.app:/callback&response_mode=${text}`,
      `/oauth2/default/v1/authorize?client_id=${clientId}&redirect_uri=com.example.app:/callback&scope=${text}&response_type=${text}&prompt=${text}`,
      `/oauth2/default/v1/authorize/${text}`,
      `/oauth2/default/v1/${text}`,
      `/oauth2/${text}/v1/authorize`,
      `/oauth2/${text}/.well-known/openid-configuration`,
      `/oauth2/default/.well-known/${text}`,
      `/.well-known/${text}`,
      `/.well-known/oauth-authorization-server/oauth2/${text}`,
      `/signin/${text}/x`,
      `/signin/${defaultServer}/${text}`,
      `/activate?user_code=${text}`,
      `/oauth2/default/v1/activate?user_code=${text}`,
      `/oauth2/default/v1/activate/${text}`,
      `/oauth2/default/v1/logout?id_token_hint=${text}`,
      `/oauth2/default/v1/userinfo?access_token=${text}`,
    ]) {
      const answer = await raw(org, path);
      expect([path, answer.status]).toEqual([path, expect.any(Number)]);
      expectCalm(answer);
      expect(answer.status < 300 && !path.includes("activate?")).toBe(false);
    }
    for (const name of posts) {
      const body = `${text}=x&client_id=${clientId}&grant_type=${text}&token=${text}&refresh_token=${text}&scope=${text}`;
      expectCalm(await raw(org, `/oauth2/default/v1/${name}`, { body }));
      expectCalm(await raw(org, `/oauth2/default/v1/${name}`, { body: `client_id=${text}` }));
      const headers = { authorization: `Basic ${text}` };
      expectCalm(await raw(org, `/oauth2/default/v1/${name}`, { body, headers }));
    }
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  test.each([
    ["a pushed request of somebody else", { request_uri: "urn:ietf:params:oauth:request_uri:none" }],
    ["a request that is to be fetched", { request_uri: "https://evil.example/request" }],
    ["a request object without a signature", { request: "eyJhbGciOiJub25lIn0.eyJyZWRpcmVjdF91cmkiOiJ4In0." }],
    ["claims", { claims: '{"id_token":{"__proto__":null}}' }],
    ["an answer to another window", { response_mode: "web_message" }],
    ["an answer in a JWT", { response_mode: "jwt" }],
    ["a registration", { registration: "{}" }],
  ])("%s", async (_what, changes) => {
    const page = await new Browser(org).request(authorizationRequest(clientId, changes).url);
    expectCalm(page);
    expect(page.location ?? "com.example.app:/callback").toMatch(
      /^(?:com\.example\.app:\/callback|\/signin)/u,
    );
  });

  test.each(["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])("%s", async (method) => {
    for (const path of everyPath) {
      const answer = await raw(org, path, { method });
      expectCalm(answer);
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
  });
});

describe("who may read answers", () => {
  const origin = "https://evil.example";

  test.each([
    "/api/v1/apps",
    "/api/v1/none",
    "/",
    "/activity",
    "/activity/users",
    "/activity/events",
    "/activate",
  ])("no other page may read %s", async (path) => {
    const headers = { origin, authorization: `SSWS ${org.apiToken}` };
    for (const method of path === "/activity/events" ? ["OPTIONS"] : ["GET", "OPTIONS"]) {
      const answer = await raw(org, path, {
        method,
        headers: { ...headers, "access-control-request-method": "GET" },
      });
      expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
      expect(answer.headers["access-control-allow-headers"]).toBeUndefined();
    }
  });

  test("no other page may read a page of a sign-in, and none may frame one", async () => {
    const browser = new Browser(org);
    const begun = await browser.request(authorizationRequest(clientId).url, { headers: { origin } });
    const page = await browser.request(begun.location ?? "", { headers: { origin } });
    for (const { headers } of [begun, page]) expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(page.headers.get("x-frame-options")).toBe("DENY");
    expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });

  test("what apps in browsers may read is given without cookies", async () => {
    for (const path of everyPath) {
      const { headers } = await raw(org, path, { headers: { origin } });
      expect(headers["access-control-allow-credentials"]).toBeUndefined();
    }
  });

  test("tokens and everything about them are kept by no cache", async () => {
    const { tokens, browser } = await signInToTokens(org, clientId);
    const token = tokens.access_token;
    const client = { client_id: clientId };
    const answers = {
      userinfo: await browser.request("/oauth2/default/v1/userinfo", {
        headers: { authorization: `Bearer ${token}` },
      }),
      unknown: await browser.request("/oauth2/default/v1/userinfo", {
        headers: { authorization: "Bearer x" },
      }),
      introspect: await browser.request("/oauth2/default/v1/introspect", { form: { ...client, token } }),
      refused: await browser.request("/oauth2/default/v1/token", { form }),
      refreshed: await browser.request("/oauth2/default/v1/token", {
        form: { ...form, refresh_token: tokens.refresh_token },
      }),
      device: await browser.request("/oauth2/default/v1/device/authorize", {
        form: { ...client, scope: "openid" },
      }),
      par: await browser.request("/oauth2/default/v1/par", {
        form: authorizationRequest(clientId).url.split("?")[1] ?? "",
      }),
      revoke: await browser.request("/oauth2/default/v1/revoke", { form: { ...client, token } }),
      code: await browser.request(authorizationRequest(clientId, { prompt: "none" }).url),
      page: await new Browser(org).open(authorizationRequest(clientId).url),
    };
    for (const [name, { headers }] of Object.entries(answers)) {
      expect([name, headers.get("cache-control")]).toEqual([name, expect.stringContaining("no-store")]);
    }
  });

  const form = { grant_type: "refresh_token", client_id: clientId, refresh_token: "x" };

  test("cookies are for this origin over TLS, out of reach of scripts, and for their paths", async () => {
    const browser = new Browser(org);
    const begun = await browser.request(authorizationRequest(clientId).url);
    const page = await browser.request(begun.location ?? "");
    const token = /name="form_token"[^>]*value="([^"]*)"/u.exec(page.text)?.[1] ?? "";
    const sent = await browser.request(page.url, {
      form: { ...credentials, form_token: token },
      headers: { origin: org.url },
    });
    const done = await browser.request(sent.location ?? "");
    const device = await browser.request("/activate");
    const cookies = [begun, page, sent, done, device].flatMap(({ headers }) => headers.getSetCookie());
    const kept = cookies.filter((cookie) => !/expires=Thu, 01 Jan 1970/iu.test(cookie));
    expect(kept.map((cookie) => cookie.split("=")[0])).toEqual(
      expect.arrayContaining(["idx", "idx.sig", "activate", expect.stringMatching(/^signin_/u)]),
    );
    for (const cookie of kept) {
      expect(cookie).toMatch(/; secure(?:;|$)/iu);
      expect(cookie).toMatch(/; httponly(?:;|$)/iu);
      expect(cookie).toMatch(/; samesite=(?:lax|strict)(?:;|$)/iu);
      expect(cookie).not.toMatch(/; domain=/iu);
      expect(cookie).toMatch(/^idx|; path=\/[a-z]/iu);
    }
  });
});

describe("a cookie that somebody made up", () => {
  test.each(["idx=x", "idx=x; idx.sig=y", "idx=__proto__; idx.sig=__proto__", `idx=${"x".repeat(4000)}`])(
    "%.40s signs nobody in",
    async (cookie) => {
      const { url } = authorizationRequest(clientId, { prompt: "none" });
      const page = await raw(org, url, { headers: { cookie } });
      expect(page.headers["location"]).toContain("login_required");
    },
  );
});

test("a sign-in for one app gives the other nothing", async () => {
  const { json: other } = await org.call("POST", "/api/v1/apps", nativeApp("Other"));
  await org.call("PUT", `/api/v1/apps/${other.id}/groups/${await everyone(org)}`, {});
  const { tokens, browser } = await signInToTokens(org, clientId);
  const token = tokens.refresh_token;
  const asOther = { client_id: other.id, token, refresh_token: token, grant_type: "refresh_token" };
  const refreshed = await browser.request("/oauth2/default/v1/token", { form: asOther });
  expect(refreshed.json).toMatchObject({ error: "invalid_grant" });
  const introspected = await browser.request("/oauth2/default/v1/introspect", { form: asOther });
  expect(introspected.json).toEqual({ active: false });
  await browser.request("/oauth2/default/v1/revoke", { form: asOther });
  const own = await browser.request("/oauth2/default/v1/introspect", {
    form: { client_id: clientId, token },
  });
  expect(own.json).toMatchObject({ active: true });
});
