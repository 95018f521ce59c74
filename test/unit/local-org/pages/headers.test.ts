import { createHash } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { pagePaths, startFilledOrg } from "../../../support/filled-org.ts";
import { Agent } from "undici";
import { caller } from "../support.ts";

const started = await startFilledOrg(afterAll);
const dispatcher = new Agent({ connect: { ca: started.caCertificate } });
afterAll(() => dispatcher.destroy());
const call = caller({ url: started.url, apiToken: started.seeded.apiToken }, dispatcher);
const open = (path: string) => call("GET", path, undefined, { token: undefined });

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

test.each(pagePaths)(
  "%s allows its own style and scripts by their hashes, and nothing else",
  async (path) => {
    const { headers, text } = await open(path);
    const policy = new Map(
      (headers.get("content-security-policy") ?? "").split("; ").map((each): [string, string[]] => {
        const [name = "", ...values] = each.split(" ");
        return [name, values];
      }),
    );
    expect(headers.get("content-type")).toMatch(/^text\/html; charset=utf-8/u);
    expect(policy.get("default-src")).toEqual(["'none'"]);
    expect(policy.get("frame-ancestors")).toEqual(["'none'"]);
    expect(policy.get("base-uri")).toEqual(["'none'"]);
    expect([...policy.values()].flat().join(" ")).not.toMatch(/unsafe|\*|https?:|data:.*script/u);
    const styles = [...text.matchAll(/<style>([\s\S]*?)<\/style>/gu)].map(([, style = ""]) => hashOf(style));
    expect(styles).toEqual(policy.get("style-src"));
    for (const [, script = ""] of text.matchAll(/<script type="module">([\s\S]*?)<\/script>/gu)) {
      expect(policy.get("script-src")).toContain(hashOf(script));
    }
    expect(text).not.toMatch(/\son\w+=|\sstyle=|javascript:/iu);
    expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\/(?!localhost)/u);
  },
);

test.each(pagePaths)("%s has Okta's request id, is not kept and not guessed at", async (path) => {
  const { headers } = await open(path);
  expect(headers.get("x-okta-request-id")).toMatch(/^[\w-]{22}$/u);
  for (const [name, value] of [
    ["cache-control", "no-store"],
    ["x-content-type-options", "nosniff"],
    ["x-frame-options", "DENY"],
  ] as const) {
    expect(headers.get(name)).toContain(value);
  }
  // With no-referrer a browser sends forms with `Origin: null`.
  expect(headers.get("referrer-policy")).toBe("same-origin");
});

test("pages of a sign-in may lead to an app's own scheme; forms of the tool stay here", async () => {
  const signIn = await open("/preview/sign-in");
  expect(signIn.headers.get("content-security-policy")).not.toContain("form-action");
  const users = await open("/activity/users");
  expect(users.headers.get("content-security-policy")).toContain("form-action 'self'");
});

test.each(pagePaths)("%s holds no secret of the org", async (path) => {
  const { text } = await open(path);
  const { apiToken, admin, user } = started.seeded;
  const [cookieKey = "(none)"] = started.org.store.get("secrets", "secrets")?.cookieKeys ?? [];
  const stored = started.org.store.list("passwords").flatMap(({ salt, hash }) => [salt, hash]);
  expect(stored.length).toBeGreaterThan(0);
  const secrets = [apiToken, admin.password, user.password, cookieKey, "Quite-good-1", ...stored];
  for (const secret of secrets) expect(text).not.toContain(secret);
});

test("should a secret slip into an event all the same, the page hides it", async () => {
  const jwt = `eyJ${"a".repeat(20)}.eyJ${"b".repeat(20)}.${"c".repeat(43)}`;
  const apiToken = started.seeded.apiToken;
  started.org.events.record({
    eventType: "test.event",
    message: `Took ${jwt} and ${apiToken}`,
    outcome: "FAILURE",
    reason: `Bad assertion ${jwt}`,
    fix: `Don't send client_secret=hunter2&x=1`,
    details: {
      client_secret: "hunter2",
      accessToken: "hunter2",
      code_verifier: "hunter2",
      redirectUri: `com.example.app:/callback?code=hunter2&state=hunter2&kept=this`,
      tokens: "access_token id_token",
      other: { nested: jwt },
    },
  });
  const { text } = await open("/activity");
  expect(text).toContain("Took (hidden) and (hidden)");
  for (const secret of [jwt, apiToken, "hunter2"]) expect(text).not.toContain(secret);
  expect(text).toContain("kept=this");
  expect(text).toContain("access_token id_token");
});

test.each([
  "/activity?app=%0d%0aX-Evil:%201",
  "/activity/users?done=created&user=%0d%0aX-Evil:%201",
  "/activity/events%0d%0aX-Evil:%201",
])("line breaks in %s get into no header", async (path) => {
  const { headers } = await open(path);
  expect(headers.get("x-evil")).toBeNull();
});

test.each([
  ["POST", "/activity", 405],
  ["DELETE", "/activity/users", 405],
  ["GET", "/activity/none", 404],
  ["GET", "/activity/users/none/password", 404],
  ["GET", "/activity/users/__proto__/password", 404],
])("%s %s answers %i with a page that says so", async (method, path, status) => {
  const answer = await call(method, path, undefined, { token: undefined });
  expect(answer.status).toBe(status);
  expect(answer.text).toContain("That didn’t work");
});

test("every page has the whole stylesheet, and the activity page its script", async () => {
  const { text } = await open("/activity");
  for (const rule of ["--ground: #f5f4f0", ".card {", ".skip", ".list"]) expect(text).toContain(rule);
  expect(text).toContain('new EventSource("/activity/events?"');
});
