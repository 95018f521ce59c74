import { afterAll, beforeEach, expect, test } from "vitest";
import {
  Browser,
  authorizationRequest,
  refresh,
  signInApp,
  signInToTokens,
  tokenRequest,
} from "./oidc/browser.ts";
import { startTestOrg } from "./support.ts";

const org = await startTestOrg({}, afterAll);
const { clientId } = await signInApp(org);
const discovery = "/oauth2/default/.well-known/openid-configuration";
const token = "/oauth2/default/v1/token";
beforeEach(() => org.faults.clear());

test.each([
  ["/oauth2/default/v1/token"],
  ["/oauth2/v1/token"],
  ["/oauth2/default/v1/revoke"],
  ["/oauth2/default/v1/introspect"],
  ["/oauth2/default/v1/device/authorize"],
])("429 on %s is OAuth's, with the headers of the limit", async (path) => {
  org.faults.add({ kind: "rate-limit", resetAfterSeconds: 9, path });
  const answer = await new Browser(org).request(path, { form: { client_id: clientId } });
  expect(answer.status).toBe(429);
  expect(answer.json).toEqual({
    error: "invalid_grant",
    error_description: "API call exceeded rate limit due to too many requests.",
  });
  expect(answer.headers.get("cache-control")).toContain("no-store");
  expect(answer.headers.get("x-rate-limit-remaining")).toBe("0");
  expect(Number(answer.headers.get("x-rate-limit-reset")) * 1000).toBeGreaterThan(Date.now());
});

test("429 on what is no endpoint of OAuth is Okta's", async () => {
  org.faults.add({ kind: "rate-limit", path: discovery });
  expect((await org.call("GET", discovery)).json.errorCode).toBe("E0000047");
});

test("5xx on /token is Okta's own JSON, a proxy's page, or nothing", async () => {
  const browser = new Browser(org);
  for (const [body, text] of [
    ["okta", /"errorCode":"E0000009"/],
    ["html", /<html>/],
    ["empty", /^$/],
  ] as const) {
    org.faults.add({ kind: "status", status: 503, body, path: token });
    const answer = await tokenRequest(browser, {});
    expect(answer.status).toBe(503);
    expect(answer.text).toMatch(text);
  }
});

test.each([
  ["invalid_grant", 400, "The refresh token is invalid or expired."],
  ["invalid_client", 401, "Invalid value for 'client_id' parameter."],
  ["temporarily_unavailable", 503, expect.any(String)],
  ["server_error", 500, expect.any(String)],
] as const)("%s ends a refresh with %i; the refresh token is still good", async (error, status, text) => {
  const { tokens, browser } = await signInToTokens(org, clientId);
  org.faults.add({ kind: "oauth-error", error });
  const refused = await refresh(browser, clientId, tokens.refresh_token);
  expect([refused.status, refused.json]).toEqual([status, { error, error_description: text }]);
  expect((await refresh(browser, clientId, tokens.refresh_token)).status).toBe(200);
});

test("an OAuth error without a path waits for a token endpoint, of any authorization server", async () => {
  const browser = new Browser(org);
  for (const base of ["/oauth2/default", "/oauth2"]) {
    org.faults.add({ kind: "oauth-error", error: "access_denied", description: "No." });
    expect((await org.call("GET", discovery)).status).toBe(200);
    const { json } = await tokenRequest(browser, {}, base);
    expect(json).toEqual({ error: "access_denied", error_description: "No." });
  }
});

test("discovery, which is an object inside, breaks off or is no JSON", async () => {
  const whole = (await org.call("GET", discovery)).text;
  expect(whole).toContain("issuer");
  org.faults.add({ kind: "malformed-json", path: discovery });
  const damaged = await org.call("GET", discovery);
  expect([damaged.status, damaged.text]).toEqual([200, `<!-- ${whole}`]);
  org.faults.add({ kind: "truncated-body", path: discovery });
  await expect(org.call("GET", discovery)).rejects.toThrow("terminated");
});

test("a rotated token whose answer breaks off or is lost can be fetched again within the leeway", async () => {
  for (const fault of [{ kind: "truncated-body" }, { kind: "drop", when: "after" }] as const) {
    const { tokens, browser } = await signInToTokens(org, clientId);
    org.faults.add({ ...fault, path: token });
    await expect(refresh(browser, clientId, tokens.refresh_token)).rejects.toThrow(/terminated|fetch failed/);
    expect((await refresh(browser, clientId, tokens.refresh_token)).status).toBe(200);
  }
});

test("a fault under /oauth2 hits the sign-in page as well, and not the management API", async () => {
  org.faults.add({ kind: "status", status: 502, body: "html", path: "/oauth2/**", times: Infinity });
  expect((await new Browser(org).open(authorizationRequest(clientId).url)).status).toBe(502);
  expect((await org.call("GET", "/api/v1/apps")).status).toBe(200);
});
