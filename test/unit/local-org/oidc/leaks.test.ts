import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { AnsweredRequest } from "../../../../src/local-org/org.ts";
import { startTestOrg } from "../support.ts";
import {
  Browser,
  authorizationRequest,
  codeForm,
  refresh,
  signInApp,
  signInByForm,
  signInToTokens,
  tokenRequest,
} from "./browser.ts";

const deviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
const seen: AnsweredRequest[] = [];

let isBroken = false;
let looks = 0;
/** Works for the envelope of an answer and for the rate limit, and for nothing that is done for the request itself. */
const clock = {
  now: () => {
    looks += 1;
    if (isBroken && looks > 2) throw new Error("broken at /secret/place.ts");
    return new Date();
  },
};

const org = await startTestOrg({ clock, onRequest: (request) => void seen.push(request) }, afterAll);
const { clientId } = await signInApp(org, {
  "settings.oauthClient.grant_types": ["authorization_code", "refresh_token", deviceGrant],
});
const { id: webId } = await signInApp(org, {
  "credentials.oauthClient.token_endpoint_auth_method": "client_secret_post",
  "settings.oauthClient.application_type": "web",
});

/** Does all that an app and its user can do, and returns everything that must stay between them and the org. */
async function useEverything(): Promise<Record<string, string>> {
  const browser = new Browser(org);
  const begun = authorizationRequest(clientId);
  await browser.submit(await browser.open(begun.url), {
    username: org.user.login,
    password: "wrong-Passw0rd",
  });
  const { code = "" } = await signInByForm(org, browser, authorizationRequest(clientId));
  const request = authorizationRequest(clientId, { prompt: "none" });
  const silent = new URL((await browser.request(request.url)).location ?? "").searchParams;
  const exchange = codeForm(clientId, silent.get("code") ?? "", request);
  const { json: tokens } = await tokenRequest(browser, exchange);
  const { json: rotated } = await refresh(browser, clientId, tokens.refresh_token);
  await refresh(browser, clientId, "a-refresh-token-that-never-was");
  const inQuery = new URLSearchParams({ access_token: tokens.access_token });
  await browser.request(`/oauth2/default/v1/userinfo?${inQuery.toString()}`);
  const bearer = { authorization: `Bearer ${rotated.access_token}` };
  await browser.request("/oauth2/default/v1/userinfo", { headers: bearer });
  const named = { client_id: clientId, token: rotated.access_token };
  await browser.request("/oauth2/default/v1/introspect", { form: named });
  await browser.request("/oauth2/default/v1/revoke", { form: named });
  await tokenRequest(browser, exchange);
  const device = await useDevice(browser);
  const secret = await useSecret(browser);
  const hint = new URLSearchParams({ id_token_hint: rotated.id_token });
  await browser.request(`/oauth2/default/v1/logout?${hint.toString()}`);
  await browser.request(`/oauth2/default/v1/logout?${hint.toString()}%00`);
  return {
    password: org.user.password,
    "wrong password": "wrong-Passw0rd",
    "API token": org.apiToken,
    "first code": code,
    code: exchange.code,
    verifier: request.verifier,
    "access token": tokens.access_token,
    "signature of the access token": tokens.access_token.split(".")[2] ?? "",
    "refresh token": tokens.refresh_token,
    "unknown refresh token": "a-refresh-token-that-never-was",
    "rotated refresh token": rotated.refresh_token,
    "ID token": tokens.id_token,
    "rotated ID token": rotated.id_token,
    ...device,
    ...secret,
  };
}

async function useDevice(browser: Browser): Promise<Record<string, string>> {
  const form = { client_id: clientId, scope: "openid offline_access" };
  const { json } = await browser.request("/oauth2/default/v1/device/authorize", { form });
  const page = await browser.open(json.verification_uri_complete);
  const question = await browser.submit(page, { user_code: json.user_code });
  await browser.submit(question, { decision: "allow" });
  const { json: tokens } = await tokenRequest(browser, {
    grant_type: deviceGrant,
    client_id: clientId,
    device_code: json.device_code,
  });
  expect(tokens.refresh_token).toBeTruthy();
  return {
    "device code": json.device_code,
    "user code": json.user_code,
    "refresh token of the device": tokens.refresh_token,
    "access token of the device": tokens.access_token,
  };
}

async function useSecret(browser: Browser): Promise<Record<string, string>> {
  const { json } = await org.call("GET", `/api/v1/apps/${webId}/credentials/secrets`);
  const [{ client_secret: secret }] = json;
  for (const client_secret of [secret, "wrong-client-secret"]) {
    await tokenRequest(browser, {
      grant_type: "refresh_token",
      client_id: webId,
      client_secret,
      refresh_token: "x",
    });
  }
  const query = new URLSearchParams({
    client_id: webId,
    client_secret: secret,
    token: "some-token-in-a-query",
  });
  await browser.request(`/oauth2/default/v1/introspect?${query.toString()}`);
  return {
    "client secret": secret,
    "wrong client secret": "wrong-client-secret",
    "token in a query": "some-token-in-a-query",
  };
}

describe("secrets stay between the app, its user and the org", async () => {
  const secrets = await useEverything();
  const browser = new Browser(org);
  const places = {
    "what is reported of requests": JSON.stringify(seen),
    "the activity page": (await browser.request("/activity")).text,
    "the System Log": (await org.call("GET", "/api/v1/logs?limit=1000")).text,
    "events in the state": eventsInState(),
  };

  test("enough was done for this to mean something", () => {
    expect(seen.length).toBeGreaterThan(40);
    expect(places["the activity page"]).toContain("Refreshed the tokens");
    expect(places["the System Log"]).toContain("app.oauth2.as.token.grant");
    expect(places["events in the state"]).toContain("app.oauth2.as.token.grant");
    expect(Object.values(secrets).every((secret) => secret.length >= 8)).toBe(true);
  });

  test.each(Object.keys(places) as (keyof typeof places)[])("nothing of them is in %s", (place) => {
    const found = Object.entries(secrets).filter(
      ([, secret]) => places[place].includes(secret) || places[place].includes(encodeURIComponent(secret)),
    );
    expect(found.map(([name]) => name)).toEqual([]);
  });
});

/** Every event that was ever written. */
function eventsInState(): string {
  const folder = join(org.dataDirectory, "state");
  const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"));
  return lines.filter((line) => line.includes('"put":"events"')).join("\n");
}

describe("secrets are compared in constant time", () => {
  const source = join(import.meta.dirname, "../../../../src/local-org");

  test.each(["http/request-body.ts", "users/passwords.ts", "same-secret.ts"])("by %s", (file) => {
    expect(readFileSync(join(source, file), "utf8")).toContain("timingSafeEqual(");
  });

  test("and by no other comparison", () => {
    const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".ts"),
    );
    const plain =
      /\b\w*(?:password|secret|form_?token|api_?token)\w*\)?\s*[!=]==(?!\s*(?:undefined|null|"))|[!=]==\s*[\w.]*(?:password|secret|form_?token|api_?token)/iu;
    const found = files.flatMap((name) =>
      readFileSync(join(source, name), "utf8")
        .split("\n")
        .filter((line) => plain.test(line))
        .map((line) => `${name}: ${line.trim()}`),
    );
    expect(files.length).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });
});

test("what holds secrets is for its owner alone", () => {
  const folder = join(org.dataDirectory, "state");
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
});

describe("a failure inside says nothing of the inside", async () => {
  const browser = new Browser(org);
  const page = await browser.open(authorizationRequest(clientId).url);
  const form_token = /name="form_token"[^>]*value="([^"]*)"/u.exec(page.text)?.[1] ?? "";
  const base = "/oauth2/default/v1";
  const { tokens } = await signInToTokens(org, clientId);
  const { refresh_token: token } = tokens;
  const form = { client_id: clientId, token, refresh_token: token, code_verifier: "x" };
  const { code = "" } = await signInByForm(org, new Browser(org), authorizationRequest(clientId));

  test.each([
    ["authorize", authorizationRequest(clientId).url, undefined],
    ["the sign-in page", page.url, undefined],
    ["the form", page.url, { form_token, username: org.user.login, password: org.user.password }],
    ["token with a code", `${base}/token`, { ...form, code, grant_type: "authorization_code" }],
    ["token with a refresh token", `${base}/token`, { ...form, grant_type: "refresh_token" }],
    ["introspect", `${base}/introspect`, form],
    ["revoke", `${base}/revoke`, form],
    ["device/authorize", `${base}/device/authorize`, { ...form, scope: "openid" }],
    ["par", `${base}/par`, authorizationRequest(clientId).url.split("?")[1]],
    ["userinfo", `${base}/userinfo`, { access_token: tokens.access_token }],
    ["logout", `${base}/logout?id_token_hint=${tokens.id_token}`, undefined],
  ])("at %s", async (_name, path, body) => {
    looks = 0;
    isBroken = true;
    const answer = await browser
      .request(path, { headers: { origin: org.url }, ...(body && { form: body }) })
      .finally(() => (isBroken = false));
    expect(answer.status).toBe(500);
    expect(answer.text).toMatch(/E0000009|Internal Server Error/u);
    expect(answer.text).not.toMatch(/broken|secret|place|\.ts|\.js|\bat /u);
    expect(seen.at(-1)?.failure).toMatchObject({ message: expect.stringContaining("broken") });
  });
});
