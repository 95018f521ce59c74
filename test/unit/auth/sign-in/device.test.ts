import type { ServerResponse } from "node:http";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type DeviceCode, signInOnDevice } from "../../../../src/auth/sign-in/device-sign-in.ts";
import { startTestOrg } from "../../local-org/support.ts";
import { createOrgContext, errorOf } from "../../okta/org-context.ts";
import { sendJson, serve } from "../../okta/loopback.ts";
import { cliApp, decide, keptCredential, SharedTime, signIn } from "./device-support.ts";
import { connectAs, traced } from "./support.ts";

const time = new SharedTime();
const org = await startTestOrg({ clock: time.org }, afterAll);
const scopes = ["okta.apps.manage", "okta.groups.read", "okta.users.read.self"];
const where = { orgUrl: org.url, trust: org.caCertificate };

beforeEach(() => {
  time.offset = 0;
});

describe("a user signs in on another device", () => {
  test("while this one asks every five seconds", async () => {
    const clientId = await cliApp(org);
    let shown: DeviceCode | undefined;
    const context = time.context(async (count) => {
      if (count === 3) await decide(org, shown!);
    });
    const onCode = (code: DeviceCode) => {
      shown = code;
    };
    const tokens = await signInOnDevice(context, { ...where, clientId, scopes, onCode });
    expect(shown?.userCode).toMatch(/^[A-Z]{8}$/u);
    expect(shown?.verificationUrl).toBe(`${org.url}/activate`);
    expect(shown?.completeUrl).toContain(shown?.userCode);
    expect(context.slept).toEqual([5000, 5000, 5000]);
    expect(tokens).toMatchObject({ scopes, refreshToken: expect.any(String) });
    expect(context.secrets.mask(`${tokens.refreshToken} ${tokens.accessToken}`)).toBe("******** ********");
  });

  test("and is slowed down when it asks too often", async () => {
    const clientId = await cliApp(org);
    let shown: DeviceCode | undefined;
    const context = time.context(async (count) => {
      // For the org no time went by.
      if (count === 2) time.offset -= 5000;
      if (count === 4) await decide(org, shown!);
    });
    const onCode = (code: DeviceCode) => {
      shown = code;
    };
    await signInOnDevice(context, { ...where, clientId, scopes, onCode });
    expect(context.slept).toEqual([5000, 5000, 10_000, 10_000]);
  });

  test("and says no", async () => {
    const clientId = await cliApp(org);
    const onCode = (code: DeviceCode) => decide(org, code, "deny");
    const error = await errorOf(signInOnDevice(time.context(), { ...where, clientId, scopes, onCode }));
    expect(error).toMatchObject({ code: "credential-rejected", exitCode: 3 });
    expect(error.message).toContain("denied");
  });

  test("or never comes", async () => {
    const clientId = await cliApp(org);
    const context = time.context();
    const error = await errorOf(signInOnDevice(context, { ...where, clientId, scopes, onCode() {} }));
    expect(error).toMatchObject({ code: "not-signed-in", exitCode: 3 });
    expect(error.next).toContain("okta-unlock login");
    // Ten minutes at five seconds each, less what this machine itself takes.
    expect(context.slept.length).toBeLessThanOrEqual(120);
    expect(context.slept.length).toBeGreaterThan(60);
  });

  test("or presses Ctrl-C", async () => {
    const clientId = await cliApp(org);
    const controller = new AbortController();
    const context = {
      ...time.context((count) => {
        if (count === 2) controller.abort(new Error("stopped"));
      }),
      signal: controller.signal,
    };
    const error = await errorOf(signInOnDevice(context, { ...where, clientId, scopes, onCode() {} }));
    expect(error.message).toBe("stopped");
  });
});

type Poll = (response: ServerResponse) => void;

const isPending: Poll = (response) => sendJson(response, 400, { error: "authorization_pending" });
const isDone: Poll = (response) =>
  sendJson(response, 200, {
    access_token: "at-secret-1",
    refresh_token: "rt-secret-1",
    token_type: "Bearer",
    expires_in: 3600,
    scope: "openid offline_access okta.apps.read",
  });

/** An org that answers the polls one after the other, the last one from then on; `code` changes what it says of the code. */
async function pollingOrg(polls: readonly Poll[], code: object = {}) {
  const left = [...polls];
  return serve(({ url }, response) => {
    if (url.endsWith("/token")) return (left.length > 1 ? left.shift() : left[0])?.(response);
    return sendJson(response, 200, {
      device_code: "dc-secret-1",
      user_code: "ABCDEFGH",
      verification_uri: "https://example.okta.com/activate",
      expires_in: 600,
      ...code,
    });
  });
}

const page = "<html>one moment</html>";

test.each<[string, Poll]>([
  ["a web page", (response) => response.writeHead(200, { "content-type": "text/html" }).end(page)],
  ["a forbidding web page", (response) => response.writeHead(403, { "content-type": "text/html" }).end(page)],
  ["a redirect", (response) => response.writeHead(302, { location: "http://portal.example/" }).end()],
  ["JSON of something else", (response) => sendJson(response, 403, { message: "blocked" })],
  ["no tokens", (response) => sendJson(response, 200, {})],
  ["nothing", (response) => response.writeHead(200).end()],
  ["half an answer", (response) => response.writeHead(200).end('{"access_to')],
  ["a token that fits into no header", (response) => sendJson(response, 200, { access_token: "a\r\nb: c" })],
  ["a body without end", (response) => response.writeHead(200).end(Buffer.alloc(17 * 1024 * 1024, " "))],
  ["a proxy's rate limit", (response) => response.writeHead(429, { "retry-after": "3600" }).end(page)],
])("%s in the org's place while somebody signs in is waited out, and said", async (_name, fault) => {
  const server = await pollingOrg([isPending, fault, fault, isDone]);
  const context = time.context();
  const tokens = await signInOnDevice(context, { orgUrl: server.url, clientId: "0oaX", scopes, onCode() {} });
  expect(tokens.accessToken).toBe("at-secret-1");
  expect(context.said).toEqual([expect.stringMatching(/Still waiting: it may pass\.$/u)]);
});

test("a web page that stays is the reason why nobody could sign in in time", async () => {
  const server = await pollingOrg([isPending, (response) => response.writeHead(200).end(page)]);
  const wanted = { orgUrl: server.url, clientId: "0oaX", scopes, onCode() {} };
  const error = await errorOf(signInOnDevice(time.context(), wanted));
  expect(error.code).toBe("not-signed-in");
  expect(error.why).toContain("answers with a web page");
});

test.each([
  ["no pause", { interval: 0 }, 1000],
  ["a pause that ends before it begins", { interval: -5 }, 1000],
  ["a pause of years", { interval: 1e12 }, 60_000],
])("an org that wants %s is asked at a sane pace", async (_name, code, pause) => {
  const server = await pollingOrg([isPending, isDone], code);
  const context = time.context();
  await signInOnDevice(context, { orgUrl: server.url, clientId: "0oaX", scopes, onCode() {} });
  expect(context.slept).toEqual([pause, pause]);
});

test("a code that is said to be good for ever is waited for for an hour", async () => {
  const server = await pollingOrg([isPending], { expires_in: 1e300, interval: 60 });
  const context = time.context();
  const wanted = { orgUrl: server.url, clientId: "0oaX", scopes, onCode() {} };
  expect((await errorOf(signInOnDevice(context, wanted))).code).toBe("not-signed-in");
  expect(context.slept.length).toBeLessThanOrEqual(60);
});

test.each([
  ["to run a script", { verification_uri: "javascript:alert(1)" }],
  ["to another scheme", { verification_uri: "file:///etc/passwd" }],
  ["without TLS", { verification_uri: "http://evil.example/" }],
  ["that no QR code holds", { verification_uri: `https://evil.example/${"x".repeat(3000)}` }],
  ["with a code of control characters", { user_code: "A\u001B[2JB" }],
])("a person is not sent %s", async (_name, code) => {
  const server = await pollingOrg([isDone], code);
  const wanted = { orgUrl: server.url, clientId: "0oaX", scopes, onCode: () => expect.unreachable() };
  expect((await errorOf(signInOnDevice(time.context(), wanted))).code).toBe("okta-unavailable");
});

test("a network that breaks while somebody signs in is waited out", async () => {
  const server = await pollingOrg([
    isPending,
    (response) => response.destroy(),
    (response) => response.writeHead(503, { "content-type": "text/html" }).end("<h1>Sorry</h1>"),
    isDone,
  ]);
  const context = time.context();
  const orgUrl = server.url;
  const tokens = await signInOnDevice(context, { orgUrl, clientId: "0oaX", scopes, onCode() {} });
  expect(tokens).toEqual({
    refreshToken: "rt-secret-1",
    accessToken: "at-secret-1",
    scopes: ["okta.apps.read"],
  });
  expect(context.slept).toEqual([5000, 5000, 5000, 5000]);
});

describe("a sign-in that can't begin is explained:", () => {
  const fails = async (clientId: string, wanted = scopes) =>
    errorOf(signInOnDevice(time.context(), { ...where, clientId, scopes: wanted, onCode() {} }));

  test("an unknown client", async () => {
    const error = await fails("0oaNobody00000000000");
    expect(error.code).toBe("credential-rejected");
    expect(error.message).toContain("0oaNobody00000000000");
  });

  test("an app without the device grant", async () => {
    const error = await fails(await cliApp(org, { grants: ["authorization_code", "refresh_token"] }));
    expect(error.code).toBe("credential-rejected");
    expect(error.why).toContain("Device Authorization");
  });

  test("scopes that were not granted", async () => {
    const error = await fails(await cliApp(org, { granted: [] }), ["okta.apps.manage"]);
    expect(error.code).toBe("permission-denied");
    expect(error.next).toContain("Okta API Scopes");
  });

  test("an address that is no org", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(404, { "content-type": "text/html" }).end("<html></html>");
    });
    const signingIn = signInOnDevice(createOrgContext(), {
      orgUrl: server.url,
      clientId: "0oaX",
      scopes,
      onCode() {},
    });
    expect((await errorOf(signingIn)).code).toBe("not-an-okta-org");
  });
});

describe("a sign-in goes on", () => {
  test("with access tokens by its refresh token, which is replaced each time", async () => {
    const clientId = await cliApp(org);
    const credential = keptCredential(clientId, await signIn(org, time, { clientId, scopes }));
    const context = time.context();
    const port = connectAs(org, credential, context);
    const [user, everyone] = await Promise.all([port.whoAmI(), port.findEveryoneGroup()]);
    expect(user.profile.login).toBe(org.admin.login);
    expect(everyone).toBeDefined();
    expect(credential.kept).toHaveLength(2);
    time.offset += 3600_000;
    await port.findApps("CLI");
    expect(credential.kept).toHaveLength(3);
    expect(new Set(credential.kept).size).toBe(3);
    expect(traced(context, "POST /oauth2/v1/token 200")).toHaveLength(2);
    expect(context.secrets.mask(credential.kept.join(" "))).toBe("******** ******** ********");
  });

  test("with one refresh token when the app does not rotate", async () => {
    const changes = { "settings.oauthClient.refresh_token": { rotation_type: "STATIC", leeway: 0 } };
    const clientId = await cliApp(org, { changes });
    const credential = keptCredential(clientId, await signIn(org, time, { clientId, scopes }));
    await connectAs(org, credential, time.context()).whoAmI();
    expect(new Set(credential.kept).size).toBe(1);
  });

  test("until it was ended, which says how to sign in again and keeps nothing", async () => {
    const clientId = await cliApp(org);
    const tokens = await signIn(org, time, { clientId, scopes });
    const credential = keptCredential(clientId, { ...tokens, refreshToken: "rt-gone-secret" });
    const error = await errorOf(connectAs(org, credential, time.context()).whoAmI());
    expect(error).toMatchObject({ code: "credential-rejected", exitCode: 3 });
    expect(error.next).toMatch(/^Sign in again: okta-unlock login --org \S+ --client-id 0oa/u);
    expect(credential.kept).toEqual(["rt-gone-secret"]);
  });
});
