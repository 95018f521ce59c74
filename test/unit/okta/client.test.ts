import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { interrupted } from "../../../src/errors.ts";
import { oktaError, sendJson, serve } from "./loopback.ts";
import { connect, createOrgContext, errorOf, exampleApp, token } from "./org-context.ts";

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function appWithId(id: string) {
  return { ...exampleApp, id };
}

function limited(resetIn: number, headers: Record<string, string> = {}): Record<string, string> {
  const now = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;
  return {
    // A server whose clock is an hour behind: only its own Date counts.
    date: new Date(now).toUTCString(),
    "x-rate-limit-limit": "20",
    "x-rate-limit-remaining": "0",
    "x-rate-limit-reset": String(now / 1000 + resetIn),
    ...headers,
  };
}
describe("a request", () => {
  test("carries the token, our name and version, and nothing of the SDK", async () => {
    const server = await serve((_request, response) => sendJson(response, 200, exampleApp));
    await connect(server.url).getApp(exampleApp.id);
    const { method, url, headers } = server.seen[0]!;
    expect([method, url]).toEqual(["GET", `/api/v1/apps/${exampleApp.id}`]);
    expect(headers.authorization).toBe(`SSWS ${token}`);
    expect(headers["user-agent"]).toBe("okta-unlock/0.0.0-test");
  });

  test("goes to a path without a double slash when the org URL ends with one", async () => {
    const server = await serve((_request, response) => sendJson(response, 200, exampleApp));
    await connect(`${server.url}/`).getApp("a/../b");
    expect(server.seen[0]!.url).toBe("/api/v1/apps/a%2F..%2Fb");
  });

  test("to an open endpoint does not carry the token", async () => {
    const server = await serve((_request, response) =>
      sendJson(response, 200, { id: "00o1", pipeline: "idx" }),
    );
    expect(await connect(server.url).describe()).toMatchObject({ pipeline: "idx" });
    expect(server.seen[0]!.headers.authorization).toBeUndefined();
  });

  test("is traced with method, path, status, time and request id, never with token or body", async () => {
    const context = createOrgContext();
    const server = await serve((_request, response) =>
      sendJson(response, 200, exampleApp, { "x-okta-request-id": "req-1" }),
    );
    await connect(server.url, context).createApp({
      name: "oidc_client",
      label: "Hush",
      signOnMode: "OPENID_CONNECT",
    });
    expect(context.traced).toHaveLength(1);
    expect(context.traced[0]).toMatch(/^POST \/api\/v1\/apps\?activate=true 200 in \d+ ms \(req-1\)$/);
  });

  test("makes the token a secret at once", () => {
    const context = createOrgContext();
    connect("http://127.0.0.1:1", context);
    expect(context.secrets.mask(`SSWS ${token}`)).not.toContain(token);
  });
});

describe("an org", () => {
  test("can be named on the command line", () => {
    expect(connect("https://dev-1.okta.com").flagValue).toBe("https://dev-1.okta.com");
    expect(connect("https://localhost:1", createOrgContext(), { trust: "PEM" }).flagValue).toBe("local");
  });

  test.each(["a b", "{apiToken}", "00abc\nX-Evil: 1", ""])("is not opened with the token %j", (wrong) => {
    const attempt = () =>
      connect("https://dev-1.okta.com", createOrgContext(), {
        credential: { kind: "api-token", token: wrong },
      });
    expect(attempt).toThrow(expect.objectContaining({ code: "invalid-value" }));
  });
});

describe("fields that nobody here knows", () => {
  test("survive reading", async () => {
    const server = await serve((_request, response) => sendJson(response, 200, exampleApp));
    expect(await connect(server.url).getApp(exampleApp.id)).toEqual(exampleApp);
  });

  test("survive writing back", async () => {
    const server = await serve(({ body }, response) =>
      sendJson(response, 200, body ? JSON.parse(body) : exampleApp),
    );
    const org = connect(server.url);
    const app = await org.getApp(exampleApp.id);
    await org.replaceApp(exampleApp.id, { ...app, label: "New" });
    const sent = JSON.parse(server.seen[1]!.body) as typeof exampleApp;
    expect(sent).toMatchObject({ ...exampleApp, label: "New" });
  });

  test("of a rule, such as excluded users, survive reading", async () => {
    const rule = {
      id: "0pr1",
      name: "r",
      status: "ACTIVE",
      conditions: {
        people: { users: { include: [], exclude: ["00u1"] }, groups: { include: ["EVERYONE"] } },
      },
    };
    const server = await serve((_request, response) => sendJson(response, 200, [rule]));
    const [read] = await connect(server.url).listRules("default", "00p1");
    expect(read?.conditions?.people?.users?.exclude).toEqual(["00u1"]);
  });

  test("in the answer to a creation do not make it look failed", async () => {
    const server = await serve((_request, response) =>
      sendJson(response, 200, { ...exampleApp, signOnMode: "FUTURE_MODE", visibility: 7 }),
    );
    const app = await connect(server.url).createApp({
      name: "oidc_client",
      label: "x",
      signOnMode: "OPENID_CONNECT",
    });
    expect(app.id).toBe(exampleApp.id);
  });
});

describe("a list", () => {
  test("is read page by page, as it is consumed", async () => {
    const server = await serve(({ url }, response) => {
      const page = Number(new URL(url, "http://x").searchParams.get("after") ?? 0);
      const link = page < 4 ? `<${server.url}/api/v1/apps?after=${page + 1}&limit=200>; rel="next"` : "";
      const self = `<${server.url}/api/v1/apps?limit=200>; rel="self"`;
      const apps = page === 2 ? [] : [appWithId(`0oa${page}0`), appWithId(`0oa${page}1`)];
      sendJson(response, 200, apps, { link: link ? `${self}, ${link}` : self });
    });
    const apps = connect(server.url).listApps("any")[Symbol.asyncIterator]();
    await apps.next();
    await apps.next();
    expect(server.seen).toHaveLength(1);
    await apps.next();
    expect(server.seen).toHaveLength(2);
    const rest = await collect({ [Symbol.asyncIterator]: () => apps });
    expect(rest.map(({ id }) => id)).toEqual(["0oa11", "0oa30", "0oa31", "0oa40", "0oa41"]);
  });

  test("that goes on at another host is an error which names it, and the token stays here", async () => {
    const thief = await serve((_request, response) => sendJson(response, 200, [exampleApp]));
    const server = await serve((_request, response) =>
      sendJson(response, 200, [exampleApp], { link: `<${thief.url}/api/v1/apps?after=1>; rel="next"` }),
    );
    const error = await errorOf(collect(connect(server.url).listApps("any")));
    expect(error).toMatchObject({ code: "not-an-okta-org" });
    expect(error.message).toContain(thief.url);
    expect(thief.seen).toEqual([]);
  });

  test("of apps by name has OIDC apps with exactly that name, from every page", async () => {
    const candidates = [
      exampleApp,
      { ...exampleApp, id: "0oa2", label: "My App 2" },
      { ...exampleApp, id: "0oa3", name: "saml_app" },
      { ...exampleApp, id: "0oa4", label: "my app" },
      { ...exampleApp, id: "0oa5", status: "INACTIVE" },
    ];
    const server = await serve(({ url }, response, count) =>
      sendJson(
        response,
        200,
        url.includes("after") ? candidates.slice(2) : candidates.slice(0, 2),
        count === 1 ? { link: `<${server.url}/api/v1/apps?after=1>; rel=next` } : {},
      ),
    );
    const found = await connect(server.url).findApps("My App");
    expect(found.map(({ id }) => id)).toEqual([exampleApp.id, "0oa5"]);
    expect(server.seen[0]!.url).toBe("/api/v1/apps?q=My%20App&limit=200");
  });

  test("of groups is searched for the built-in Everyone, not for one that begins with the word", async () => {
    const groups = ["Everyone else", "Okta Administrators", "Everyone"];
    const server = await serve((_request, response) =>
      sendJson(
        response,
        200,
        groups.map((name) => ({ id: `00g-${name.replace(" ", "-")}`, type: "BUILT_IN", profile: { name } })),
      ),
    );
    expect(await connect(server.url).findEveryoneGroup()).toMatchObject({ id: "00g-Everyone" });
    expect(server.seen[0]!.url).toBe("/api/v1/groups?filter=type%20eq%20%22BUILT_IN%22");
  });
});

describe("an answer", () => {
  test("of several megabytes does not hang", async () => {
    const big = {
      ...exampleApp,
      profile: { text: "x".repeat(3_000_000) },
      _links: { self: { href: "http://x" } },
    };
    const server = await serve((_request, response) => sendJson(response, 200, big));
    const org = connect(server.url);
    expect((await org.getApp(exampleApp.id))?.profile?.["text"]).toHaveLength(3_000_000);
  });

  test("is read anew each time, so that changes by others are seen", async () => {
    const server = await serve((_request, response, count) =>
      sendJson(response, 200, { ...exampleApp, label: `read ${count}` }),
    );
    const org = connect(server.url);
    expect((await org.getApp("a"))?.label).toBe("read 1");
    expect((await org.getApp("a"))?.label).toBe("read 2");
  });

  test.each(["same origin", "another host"])(
    "that redirects (%s) is an error which names the target",
    async (kind) => {
      const other = await serve((_request, response) => sendJson(response, 200, exampleApp));
      const target = kind === "same origin" ? "/login" : `${other.url}/login`;
      const server = await serve((_request, response) => response.writeHead(302, { location: target }).end());
      const error = await errorOf(connect(server.url).getApp("a"));
      expect(error).toMatchObject({ code: "not-an-okta-org", exitCode: 6 });
      expect(error.message).toContain("/login");
      expect([other.seen.length, server.seen.length]).toEqual([0, 1]);
    },
  );
});

test.each([
  "https://a;touch$IFS-x;$(id).evil.test/",
  "https://`id`.evil.test/",
  "javascript:alert(1)",
  "data:text/html,x",
])("no command is made of an address that no org can have: %s", async (location) => {
  const redirecting = await serve((_request, response) => response.writeHead(302, { location }).end());
  const { next } = await errorOf(connect(redirecting.url).getApp("a"));
  expect(next).toContain(`curl -I ${redirecting.url}`);
  const paging = await serve((_request, response) =>
    sendJson(response, 200, [], { link: `<${location}>; rel="next"` }),
  );
  const error = await errorOf(connect(paging.url).findApps("a"));
  expect(error.next).toContain(`curl ${paging.url}`);
});

describe("the rate limit", () => {
  const error = oktaError("E0000047", "API call exceeded rate limit due to too many requests.");

  test.each(["GET", "POST"])("is waited out until its reset and a second, and said (%s)", async (method) => {
    const context = createOrgContext();
    const server = await serve((_request, response, count) =>
      count === 1 ? sendJson(response, 429, error, limited(36)) : sendJson(response, 200, exampleApp),
    );
    const org = connect(server.url, context);
    await (method === "GET" ? org.getApp("a") : org.createApp({ label: "x", signOnMode: "OPENID_CONNECT" }));
    expect(context.slept).toHaveLength(1);
    // Not all who wait come back at the same moment.
    expect(context.slept[0]).toBeGreaterThanOrEqual(37_000);
    expect(context.slept[0]).toBeLessThanOrEqual(38_000);
    expect(context.said).toEqual([
      expect.stringMatching(/^Okta's rate limit is reached; continuing in 3[78] s\.$/),
    ]);
    expect(server.seen).toHaveLength(2);
  });

  test("is said once by requests that run side by side", async () => {
    const context = createOrgContext();
    const server = await serve((_request, response, count) =>
      count <= 3 ? sendJson(response, 429, error, limited(36)) : sendJson(response, 200, exampleApp),
    );
    const org = connect(server.url, context);
    await Promise.all(["a", "b", "c"].map((id) => org.getApp(id)));
    expect(context.slept).toHaveLength(3);
    expect(context.said).toHaveLength(1);
  });

  test("is really waited out", async () => {
    const server = await serve((_request, response, count) =>
      count === 1 ? sendJson(response, 429, error, limited(0)) : sendJson(response, 200, exampleApp),
    );
    const startedAt = performance.now();
    await connect(server.url, createOrgContext({ hasRealClock: true })).getApp("a");
    expect(performance.now() - startedAt).toBeGreaterThan(990);
  });

  test.each([
    ["for concurrency", limited(60, { "x-rate-limit-limit": "0" })],
    ["without a reset", { date: new Date().toUTCString() }],
    ["with two resets", limited(5, { "x-rate-limit-reset": "1,2" })],
  ])("%s gets growing pauses with jitter", async (_name, headers) => {
    const context = createOrgContext();
    const server = await serve((_request, response, count) =>
      count < 4 ? sendJson(response, 429, error, headers) : sendJson(response, 200, exampleApp),
    );
    await connect(server.url, context).getApp("a");
    expect(context.slept).toHaveLength(3);
    context.slept.forEach((pause, index) => {
      expect(pause).toBeGreaterThanOrEqual(500 * 2 ** index);
      expect(pause).toBeLessThanOrEqual(1000 * 2 ** index);
    });
  });

  test("is not waited out for longer than 90 s", async () => {
    const context = createOrgContext();
    const server = await serve((_request, response) => sendJson(response, 429, error, limited(120)));
    expect(await errorOf(connect(server.url, context).getApp("a"))).toMatchObject({
      code: "rate-limited",
      exitCode: 4,
    });
    expect(context.slept).toEqual([]);
  });

  test("that never frees up ends in an error", async () => {
    const server = await serve((_request, response) => sendJson(response, 429, error, limited(0)));
    expect(await errorOf(connect(server.url).getApp("a"))).toMatchObject({ code: "rate-limited" });
    expect(server.seen).toHaveLength(13);
  });

  test("of a proxy is waited out for as long as Retry-After says", async () => {
    const context = createOrgContext();
    const server = await serve((_request, response, count) =>
      count === 1
        ? response.writeHead(429, { "retry-after": "7" }).end("slow down")
        : sendJson(response, 200, exampleApp),
    );
    await connect(server.url, context).getApp("a");
    expect(Math.floor((context.slept[0] ?? 0) / 1000)).toBe(8);
  });

  test("for policies that are being reconciled by another job is a short pause", async () => {
    const context = createOrgContext();
    const policy = { id: "00p1", name: "x", status: "ACTIVE" };
    const server = await serve((_request, response, count) =>
      count < 4 ? sendJson(response, 423, oktaError("E0000239", "wait")) : sendJson(response, 201, policy),
    );
    const body = { type: "OAUTH_AUTHORIZATION_POLICY", name: "x", description: "x" };
    expect(await connect(server.url, context).createPolicy("default", body)).toMatchObject(policy);
    expect(context.slept).toHaveLength(3);
  });

  test("can be left by Ctrl-C", async () => {
    const controller = new AbortController();
    const context = createOrgContext({ signal: controller.signal, hasRealClock: true });
    const server = await serve((_request, response) => sendJson(response, 429, error, limited(60)));
    const pending = errorOf(connect(server.url, context).getApp("a"));
    await expect.poll(() => context.said.length).toBe(1);
    controller.abort(interrupted());
    expect(await pending).toMatchObject({ code: "interrupted" });
  });
});

describe("a passing fault", () => {
  test.each([502, 503, 504])("with status %i is tried again for a read", async (status) => {
    const server = await serve((_request, response, count) =>
      count < 4
        ? response.writeHead(status).end("<html>bad gateway</html>")
        : sendJson(response, 200, exampleApp),
    );
    expect(await connect(server.url).getApp("a")).toMatchObject({ id: exampleApp.id });
  });

  test("that lasts ends in an error", async () => {
    const server = await serve((_request, response) => response.writeHead(503).end("<html>"));
    expect(await errorOf(connect(server.url).getApp("a"))).toMatchObject({
      code: "okta-unavailable",
      exitCode: 4,
    });
    expect(server.seen).toHaveLength(4);
  });

  test("such as a lost connection is tried again for a read", async () => {
    const server = await serve((_request, response, count) =>
      count === 1 ? response.destroy() : sendJson(response, 200, exampleApp),
    );
    expect(await connect(server.url).getApp("a")).toMatchObject({ id: exampleApp.id });
    expect(server.seen).toHaveLength(2);
  });

  type Org = ReturnType<typeof connect>;

  /** Two of them would be two apps, or would undo what somebody changed in between. */
  const once = [
    ["create", (org: Org) => org.createApp({ label: "x", signOnMode: "OPENID_CONNECT" })],
    ["replace", (org: Org) => org.replaceApp("a", {})],
  ] as const;

  test.each(once)("never repeats a %s whose answer is lost", async (_name, write) => {
    const server = await serve((_request, response) => response.destroy());
    expect(await errorOf(write(connect(server.url)))).toMatchObject({
      code: "network-unreachable",
      exitCode: 6,
    });
    expect(server.seen).toHaveLength(1);
  });

  test.each(once)("never repeats a %s that a gateway failed", async (_name, write) => {
    const server = await serve((_request, response) => response.writeHead(502).end("<html>"));
    expect(await errorOf(write(connect(server.url)))).toMatchObject({ code: "okta-unavailable" });
    expect(server.seen).toHaveLength(1);
  });

  const harmless = [
    ["activate", (org: Org) => org.activateApp("a")],
    ["deactivate", (org: Org) => org.deactivateApp("a")],
    ["delete", (org: Org) => org.deleteApp("a")],
    ["assign", (org: Org) => org.assignGroup("a", "g")],
    ["delete a policy", (org: Org) => org.deletePolicy("default", "p")],
  ] as const;

  test.each(harmless)("repeats a %s whose answer is lost", async (_name, write) => {
    const server = await serve((_request, response, count) =>
      count < 3 ? response.destroy() : sendJson(response, 200, {}),
    );
    await write(connect(server.url));
    expect(server.seen).toHaveLength(3);
  });

  test.each(harmless)("repeats a %s that a gateway failed, and gives up at last", async (_name, write) => {
    const server = await serve((_request, response) => response.writeHead(502).end("<html>"));
    expect(await errorOf(write(connect(server.url)))).toMatchObject({ code: "okta-unavailable" });
    expect(server.seen).toHaveLength(4);
  });

  test("takes a delete for done that was carried out though its answer was lost", async () => {
    const server = await serve((_request, response, count) =>
      count === 1 ? response.destroy() : sendJson(response, 404, oktaError("E0000007", "Not found")),
    );
    await connect(server.url).deleteApp("a");
    expect(server.seen).toHaveLength(2);
  });
});

describe("time and patience", () => {
  test("a request that is not answered in time is an error", async () => {
    const server = await serve(() => {});
    const error = await errorOf(connect(server.url, createOrgContext(), { timeout: 50 }).getApp("a"));
    expect(error).toMatchObject({ code: "network-unreachable", exitCode: 6 });
    expect(error.message).toContain("did not answer");
  });

  test("a body that never ends is an error too", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write("{");
    });
    const error = await errorOf(connect(server.url, createOrgContext(), { timeout: 50 }).getApp("a"));
    expect(error.message).toContain("did not answer");
  });

  test("Ctrl-C stops a request at once, with its own error", async () => {
    const controller = new AbortController();
    const server = await serve(() => {});
    const org = connect(server.url, createOrgContext({ signal: controller.signal }));
    const pending = errorOf(org.getApp("a"));
    await expect.poll(() => server.seen.length).toBe(1);
    controller.abort(interrupted("SIGTERM"));
    expect(await pending).toMatchObject({ code: "interrupted", message: "Stopped by SIGTERM." });
  });

  test("after Ctrl-C nothing is sent, but with a signal of its own the org can be used for undoing", async () => {
    const server = await serve((_request, response) => sendJson(response, 200, exampleApp));
    const org = connect(server.url, createOrgContext({ signal: AbortSignal.abort(interrupted()) }));
    expect(await errorOf(org.getApp("a"))).toMatchObject({ code: "interrupted" });
    expect(server.seen).toHaveLength(0);
    expect(await org.withSignal(new AbortController().signal).getApp("a")).toMatchObject({
      id: exampleApp.id,
    });
  });

  test("nothing is sent before the first call", async () => {
    const server = await serve((_request, response) => sendJson(response, 200, exampleApp));
    connect(server.url);
    await delay(20);
    expect(server.seen).toHaveLength(0);
  });
});

describe("what is that way already", () => {
  test.each([
    ["activating an active app", 403, "E0000107", (org: ReturnType<typeof connect>) => org.activateApp("a")],
    [
      "deactivating an inactive app",
      403,
      "E0000107",
      (org: ReturnType<typeof connect>) => org.deactivateApp("a"),
    ],
    [
      "deactivating an app that is gone",
      404,
      "E0000007",
      (org: ReturnType<typeof connect>) => org.deactivateApp("a"),
    ],
    [
      "deleting an app that is gone",
      404,
      "E0000007",
      (org: ReturnType<typeof connect>) => org.deleteApp("a"),
    ],
    [
      "unassigning what is not assigned",
      404,
      "E0000007",
      (org: ReturnType<typeof connect>) => org.unassignGroup("a", "g"),
    ],
    [
      "deleting a policy that is gone",
      404,
      "E0000007",
      (org: ReturnType<typeof connect>) => org.deletePolicy("default", "p"),
    ],
    [
      "deleting a rule that is gone",
      404,
      "E0000007",
      (org: ReturnType<typeof connect>) => org.deleteRule("default", "p", "r"),
    ],
  ])("counts as done: %s", async (name, status, code, call) => {
    const server = await serve((_request, response) => sendJson(response, status, oktaError(code, "no")));
    const outcome = await call(connect(server.url));
    expect(server.seen).toHaveLength(1);
    // Removing and deactivating say whether it was there.
    const said = /^de(?:activating|leting)/u.test(name) ? (status === 404 ? "gone" : "done") : undefined;
    expect(outcome).toBe(said);
  });

  test("a missing app, authorization server or assignment is undefined or false", async () => {
    const server = await serve((_request, response) =>
      sendJson(response, 404, oktaError("E0000007", "Not found")),
    );
    const org = connect(server.url);
    expect(await org.getApp("a")).toBeUndefined();
    expect(await org.findAuthorizationServer("default")).toBeUndefined();
    expect(await org.isGroupAssigned("a", "g")).toBe(false);
    expect(await org.discoverIssuer("default")).toBeUndefined();
  });
});
