import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import type { FaultKind } from "../../../src/local-org/index.ts";
import { Browser, callback, signInApp } from "../../unit/local-org/oidc/browser.ts";
import { startTestOrg } from "../../unit/local-org/support.ts";
import { trustingFetch, visit } from "../../clients/support/openid-client.ts";
import { renderInstalledProject } from "../support/react-native.ts";
import { androidView } from "../support/sample-view.ts";
import { sharedFolder } from "../support/temporary-folder.ts";

// What the app asks of Okta, as the template has it, over a socket to the local org. The browser of the system is the one
// part that is not in it.

interface Grant {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly idToken: string | null;
  readonly subject: string | null;
  readonly expiresAt: Date;
  userProfile(): Promise<object>;
  revokeAccessToken(): Promise<void>;
  revoke(): Promise<void>;
}

type Transport = (url: string, init: RequestInit) => Promise<Response>;

const org = await startTestOrg({}, afterAll);
const { clientId } = await signInApp(org);
const send = trustingFetch(org, afterAll) as unknown as Transport;
const folder = sharedFolder();
const settings = {
  issuer: org.issuer,
  clientId,
  scopes: "openid profile email offline_access",
  redirectUri: callback,
};
// oxlint-disable-next-line typescript/no-explicit-any -- The modules of a project that is rendered by the test.
const modules: Record<string, any> = {};

beforeAll(async () => {
  await renderInstalledProject(androidView, folder);
  for (const name of [
    "IdToken",
    "OktaAuthorizationServer",
    "OktaClient",
    "OktaClock",
    "OktaGrant",
    "rsaSubtle",
  ])
    Object.assign(modules, await import(join(folder, "okta-unlock/okta", `${name}.ts`)));
});

afterEach(() => {
  org.faults.clear();
  org.clock.reset();
});

/** A client as `createAppModel` makes it; the clock of the device may be wrong. */
function createClient(transport: Transport = send, deviceIsAhead = 0) {
  const clock = () => ({ wall: Date.now() + deviceIsAhead, steady: performance.now() });
  return new modules["OktaClient"](settings, new modules["OktaClock"](clock), transport);
}

const serverOf = (client: unknown) => new modules["OktaAuthorizationServer"](client);

/** Signs in, with the browser of the tests in place of the device's. */
async function signIn(client = createClient(), nonces = { sent: "n-0S6_WzA2Mj", expected: "n-0S6_WzA2Mj" }) {
  const verifier = randomBytes(32).toString("base64url");
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: callback,
    response_type: "code",
    scope: settings.scopes,
    state: "state",
    nonce: nonces.sent,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const { authorization_endpoint: endpoint } = await client.endpoints();
  const back = await visit(org, new URL(`${endpoint}?${query.toString()}`), new Browser(org));
  const form = {
    grant_type: "authorization_code",
    code: back.searchParams.get("code"),
    redirect_uri: callback,
    code_verifier: verifier,
  };
  return new modules["OktaGrant"](await client.requestTokens(form, nonces.expected), client) as Grant;
}

const failing = (kind: string) => expect.objectContaining({ name: "SessionError", kind });

/** Changes what the org answers to requests for tokens. */
function answering(change: (json: Record<string, unknown>) => unknown): Transport {
  return async (url, init) => {
    const response = await send(url, init);
    if (!url.endsWith("/token")) return response;
    const json = (await response.json()) as Record<string, unknown>;
    return new Response(JSON.stringify(change(json)), { status: response.status, headers: response.headers });
  };
}

test("a sign-in ends with tokens, whose ID token tells who it is", async () => {
  const grant = await signIn();
  expect(grant).toMatchObject({ accessToken: expect.any(String), refreshToken: expect.any(String) });
  expect(grant.subject).toMatch(/^00u/u);
  expect(await grant.userProfile()).toMatchObject({ email: org.user.login, username: org.user.login });
});

test("a refresh renews the tokens, and the new refresh token renews them again", async () => {
  const client = createClient();
  const first = await signIn(client);
  const second = await serverOf(client).renew(first.refreshToken);
  expect(second.subject).toBe(first.subject);
  expect(second.accessToken).not.toBe(first.accessToken);
  expect(await serverOf(client).renew(second.refreshToken)).toMatchObject({ subject: first.subject });
});

test("an ID token that answers another sign-in is not accepted", async () => {
  const nonces = { sent: "somebody-elses", expected: "ours" };
  await expect(signIn(createClient(), nonces)).rejects.toEqual(failing("unavailable"));
});

test("a revoked access token is refused, and the refresh token lives on", async () => {
  const client = createClient();
  const grant = await signIn(client);
  await grant.revokeAccessToken();
  await expect(grant.userProfile()).rejects.toEqual(failing("accessTokenRefused"));
  expect(await serverOf(client).renew(grant.refreshToken)).toMatchObject({ subject: grant.subject });
});

test("a refresh token that was revoked ends the session", async () => {
  const client = createClient();
  const grant = await signIn(client);
  await serverOf(client).revoke(grant.refreshToken);
  await expect(serverOf(client).renew(grant.refreshToken)).rejects.toEqual(failing("signInRequired"));
});

test("the same word of a sign-in says something else", async () => {
  const form = {
    grant_type: "authorization_code",
    code: "used",
    redirect_uri: callback,
    code_verifier: "v".repeat(43),
  };
  await expect(createClient().requestTokens(form)).rejects.toEqual(failing("refused"));
});

describe("a refresh that meets", () => {
  test.each<[string, FaultKind, string]>([
    ["a server error", { kind: "status", status: 503 }, "unavailable"],
    ["the page of a proxy", { kind: "status", status: 502, body: "html" }, "unavailable"],
    ["a refusal without a word", { kind: "status", status: 400, body: "empty" }, "unavailable"],
    ["a rate limit", { kind: "rate-limit" }, "unavailable"],
    ["an answer that is no JSON", { kind: "malformed-json" }, "unavailable"],
    ["a connection that breaks", { kind: "drop", when: "before" }, "offline"],
    ["an answer that breaks off", { kind: "truncated-body" }, "offline"],
    ["a client that may not", { kind: "oauth-error", error: "invalid_client" }, "refused"],
    ["the end of the session", { kind: "oauth-error", error: "invalid_grant" }, "signInRequired"],
  ])("%s", async (_, fault, kind) => {
    const client = createClient();
    const grant = await signIn(client);
    org.faults.add({ ...fault, path: "/oauth2/*/v1/token" });
    await expect(serverOf(client).renew(grant.refreshToken)).rejects.toEqual(failing(kind));
  });

  test("a portal that answers everything with its own page does not end the session", async () => {
    const portal: Transport = async () =>
      new Response("<html>Wi-Fi</html>", { headers: { "content-type": "text/html" } });
    await expect(serverOf(createClient(portal)).renew("token")).rejects.toEqual(failing("unavailable"));
  });

  test.each<[string, (json: Record<string, unknown>) => unknown]>([
    ["no access token", (json) => ({ ...json, access_token: undefined })],
    ["an access token that is no text", (json) => ({ ...json, access_token: 1 })],
    [
      "an ID token whose signature was cut",
      (json) => ({ ...json, id_token: String(json["id_token"]).slice(0, -6) }),
    ],
    ["an ID token that nobody signed", (json) => ({ ...json, id_token: unsign(String(json["id_token"])) })],
    ["an answer that is a list", () => []],
  ])("%s", async (_, change) => {
    const grant = await signIn();
    const server = serverOf(createClient(answering(change)));
    await expect(server.renew(grant.refreshToken)).rejects.toEqual(failing("unavailable"));
  });
});

function unsign(idToken: string): string {
  const header = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
  return `${header}.${idToken.split(".")[1]}.`;
}

test("a refresh without a rotated token keeps the old one", async () => {
  const grant = await signIn();
  const server = serverOf(createClient(answering((json) => ({ ...json, refresh_token: undefined }))));
  expect(await server.renew(grant.refreshToken)).toMatchObject({ refreshToken: null });
});

test("the keys are fetched before each refresh: without them, no refresh token is spent", async () => {
  const client = createClient();
  const grant = await signIn(client);
  org.faults.add({ kind: "status", status: 503, path: "/oauth2/*/v1/keys" });
  await expect(serverOf(client).renew(grant.refreshToken)).rejects.toEqual(failing("unavailable"));
  expect(await serverOf(client).renew(grant.refreshToken)).toMatchObject({ subject: grant.subject });
});

describe("the clock of the device", () => {
  test.each([-36, 36])("may be %i hours off: the expiry is right in Okta's time", async (hours) => {
    const client = createClient(send, hours * 3_600_000);
    const grant = await signIn(client);
    const left = grant.expiresAt.getTime() - serverOf(client).now().getTime();
    expect(left).toBeGreaterThan(3_590_000);
    expect(left).toBeLessThanOrEqual(3_600_000);
    expect(Math.abs(serverOf(client).now().getTime() - Date.now())).toBeLessThan(5_000);
  });

  test.each([-36, 36])("is told apart when it is %i hours off and no answer has a date", async (hours) => {
    const undated: Transport = async (url, init) => {
      const response = await send(url, init);
      return new Response(await response.text(), { status: response.status });
    };
    const grant = await signIn();
    const client = createClient(undated, hours * 3_600_000);
    await expect(serverOf(client).renew(grant.refreshToken)).rejects.toEqual(failing("clockSkewed"));
  });
});

test("an answer that may come from a cache does not tell the time", async () => {
  const cached: Transport = async (url, init) => {
    const response = await send(url, init);
    if (init.method === "POST") return response;
    const headers = { date: new Date(Date.now() - 86_400_000).toUTCString() };
    return new Response(await response.text(), { status: response.status, headers });
  };
  const client = createClient(cached);
  await (await signIn(client)).userProfile();
  expect(Math.abs(serverOf(client).now().getTime() - Date.now())).toBeLessThan(5_000);
});

test("an issuer that says it is another one is asked for nothing", async () => {
  const asked: string[] = [];
  const other: Transport = async (url, init) => {
    asked.push(url);
    const json = (await (await send(url, init)).json()) as object;
    return new Response(JSON.stringify({ ...json, issuer: "https://elsewhere.example.com" }));
  };
  await expect(serverOf(createClient(other)).renew("token")).rejects.toEqual(failing("unavailable"));
  expect(asked).toHaveLength(1);
});

describe("an ID token is checked", () => {
  const keysOf = async () => (await send(`${org.issuer}/v1/keys`, {})).json() as Promise<{ keys: object[] }>;
  const expected = { issuer: org.issuer, audience: clientId, nonce: undefined as string | undefined };

  test.each<[string, Partial<typeof expected>]>([
    ["the issuer", { issuer: org.url }],
    ["the app", { audience: "0oaother" }],
    ["the sign-in", { nonce: "another" }],
  ])("for %s", async (_, wrong) => {
    const { idToken, subject } = await signIn();
    const keys = await keysOf();
    const now = new Date();
    expect(await modules["checkIdToken"](idToken, keys, { ...expected, now })).toBe(subject);
    const checked = modules["checkIdToken"](idToken, keys, { ...expected, now, ...wrong });
    await expect(checked).rejects.toEqual(failing("unavailable"));
  });

  test("for its signature, in Hermes too, which has no WebCrypto", async () => {
    const { idToken, subject } = await signIn();
    const [header = "", payload = "", signature = ""] = (idToken ?? "").split(".");
    const keys = await keysOf();
    const other = otherKeyWithTheIdOf(keys.keys[0]);
    vi.stubGlobal("crypto", { subtle: modules["rsaSubtle"] });
    onTestFinished(() => void vi.unstubAllGlobals());
    const check = (token: string, set: object) =>
      modules["checkIdToken"](token, set, { ...expected, now: new Date() });
    expect(await check(`${header}.${payload}.${signature}`, keys)).toBe(subject);
    const claims = Buffer.from(JSON.stringify({ ...decode(payload), sub: "00usomebodyelse" })).toString(
      "base64url",
    );
    for (const forged of [`${header}.${claims}.${signature}`, `${header}.${payload}.${"A".repeat(342)}`])
      await expect(check(forged, keys)).rejects.toEqual(failing("unavailable"));
    for (const set of [{ keys: [] }, { keys: [other] }])
      await expect(check(`${header}.${payload}.${signature}`, set)).rejects.toEqual(failing("unavailable"));
  });
});

const decode = (part: string): object => JSON.parse(Buffer.from(part, "base64url").toString()) as object;

function otherKeyWithTheIdOf(key: object | undefined): object {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...key, ...publicKey.export({ format: "jwk" }) };
}
