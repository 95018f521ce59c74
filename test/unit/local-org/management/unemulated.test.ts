import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Answer } from "../support.ts";
import { nativeApp, startTestOrg } from "../support.ts";
import { explainMissing, unemulated } from "../../../../src/local-org/management/unemulated.ts";

const org = await startTestOrg({}, afterAll);
const factories = join(
  import.meta.dirname,
  "../../../../node_modules/@okta/okta-sdk-nodejs/src/generated/apis",
);

interface Endpoint {
  readonly method: string;
  readonly path: string;
}

/** Every endpoint of Okta's management API, as the request factories of Okta's SDK have them. */
function listEndpoints(): readonly Endpoint[] {
  return readdirSync(factories).flatMap((file) => {
    const source = readFileSync(join(factories, file), "utf8");
    const found = source.matchAll(
      /const path = '(?<path>[^']+)';[\s\S]*?HttpMethodEnum\.(?<method>[A-Z]+)/gu,
    );
    return [...found].map(({ groups }) => ({
      method: groups?.["method"] ?? "",
      path: groups?.["path"] ?? "",
    }));
  });
}

function fillIn({ path }: Endpoint): string {
  return path.replaceAll(/\{\w+\}/gu, "some-id");
}

describe("every endpoint of Okta's SDK", () => {
  const endpoints = listEndpoints();
  // This one would revoke the token of the test.
  const asked = endpoints.filter(({ path }) => path !== "/api/v1/api-tokens/current");

  test("is served, or said not to be emulated; none is taken for a typing mistake", async () => {
    expect(asked.length).toBeGreaterThan(700);
    const wrong = [];
    let count = 0;
    for (const endpoint of asked) {
      const isWrite = ["POST", "PUT", "PATCH"].includes(endpoint.method);
      const { status, json } = await org.call(endpoint.method, fillIn(endpoint), isWrite ? {} : undefined);
      const isMissing = json?.errorCode === "E0000060";
      if (isMissing) count += 1;
      const isMistake = ["E0000008", "E0000022"].includes(json?.errorCode) || status >= 502 || status === 500;
      const isSaid = /^Unsupported operation\. The local org (?:has no|imports no) .+\.$/u.test(
        json?.errorSummary ?? "",
      );
      if (isMistake || isMissing !== isSaid || isMissing !== (status === 501))
        wrong.push(`${endpoint.method} ${endpoint.path}: ${status} ${json?.errorSummary}`);
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(500);
  });

  test("has a row that is needed: no row is for nothing", () => {
    const others = ["/", "authn", "/.well-known", "sessions"];
    const said = asked.map((endpoint) => explainMissing(endpoint.method, fillIn(endpoint))?.message ?? "");
    for (const [name, ...paths] of unemulated) {
      if (paths.some((path) => others.some((start) => path.startsWith(start)))) continue;
      const isNeeded = said.some((message) => message.includes(name));
      expect([name, isNeeded]).toEqual([name, true]);
    }
  });
});

function readRefusal({ status, json }: Answer) {
  return [status, json.errorCode, json.errorSummary];
}

function missing(what: string) {
  return [501, "E0000060", `Unsupported operation. The local org has no ${what}`];
}

test.each([
  ["SAML_2_0", "SAML apps. It has OIDC apps only."],
  ["SAML_1_1", "SAML apps. It has OIDC apps only."],
  ["WS_FEDERATION", "WS-Federation apps. It has OIDC apps only."],
  ["BOOKMARK", "bookmark apps. It has OIDC apps only."],
  ["BASIC_AUTH", "Basic Authentication apps. It has OIDC apps only."],
  ["BROWSER_PLUGIN", "SWA apps. It has OIDC apps only."],
  ["SECURE_PASSWORD_STORE", "SWA apps. It has OIDC apps only."],
  ["AUTO_LOGIN", "SWA apps. It has OIDC apps only."],
])("an app with the sign-on mode %s is said not to be emulated", async (signOnMode, what) => {
  for (const name of [undefined, "template_saml_2_0"])
    expect(
      readRefusal(await org.call("POST", "/api/v1/apps", nativeApp("Other", { name, signOnMode }))),
    ).toEqual(missing(what));
});

test.each(["OPENID_CONNECT", undefined])(
  "an app of the catalogue is said not to be emulated, its sign-on mode being %s",
  async (signOnMode) => {
    const body = nativeApp("Catalogue", { name: "zoomus", signOnMode });
    expect(readRefusal(await org.call("POST", "/api/v1/apps", body))).toEqual(
      missing("apps of the Okta Integration Network, such as 'zoomus'. It makes 'oidc_client' apps only."),
    );
  },
);

test.each([
  ["POST", "/api/v1/authn", "Authentication API: sign in through OpenID Connect."],
  ["GET", "/api/v1/sessions/me", "sessions API."],
  ["POST", "/api/v1/sessions?additionalFields=cookieToken", "sessions API."],
])("what users call without a token says so to them, too: %s %s", async (method, path, what) => {
  const body = method === "POST" ? { username: "a", password: "b" } : undefined;
  expect(readRefusal(await org.call(method, path, body, { token: undefined }))).toEqual(missing(what));
});

test.each([
  ["GET", "/api/v1/groups/rules", "group rules."],
  ["POST", "/api/v1/groups/rules", "group rules."],
  ["DELETE", "/api/v1/groups/rules/0prNone", "group rules."],
  [
    "POST",
    "/api/v1/policies",
    "policies that can be made or changed, besides the access policies of authorization servers.",
  ],
  [
    "POST",
    "/api/v1/users/me/roles",
    "administrator roles that can be assigned: the members of 'Okta Administrators' may do everything.",
  ],
  ["GET", "/api/v1/idps", "identity providers."],
  ["GET", "/api/v1/meta/schemas/user/default", "schemas: a profile takes any attribute."],
  ["GET", "/api/v1/authenticators", "authenticators."],
])("%s %s is said not to be emulated", async (method, path, what) => {
  const body = method === "POST" ? {} : undefined;
  expect(readRefusal(await org.call(method, path, body))).toEqual(missing(what));
});

test("a file sent to the org's logo is answered by what is missing, not by its content type", async () => {
  const headers = { "content-type": "multipart/form-data; boundary=x" };
  expect(readRefusal(await org.call("POST", "/api/v1/org/logo", "--x--", { headers }))).toEqual(
    missing("logos."),
  );
});

test.each(["/oauth2/v1/interact", "/oauth2/default/v1/interact", "/oauth2/default/v1/primary-authenticate"])(
  "POST %s is said not to be emulated",
  async (path) => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const { status, json } = await org.call("POST", path, "client_id=x", { token: undefined, headers });
    expect([status, json.errorCode]).toEqual([501, "E0000060"]);
  },
);

test.each([
  ["GET", "/api/v1/eventHookz", 404, "E0000008"],
  ["GET", "/api/v1/idp", 404, "E0000008"],
  ["GET", "/api/v1/group/rules", 404, "E0000008"],
  ["GET", "/api/v2/idps", 404, "E0000008"],
  ["GET", "/oauth2/default/v1/interactions", 404, "E0000008"],
  ["PATCH", "/api/v1/apps", 405, "E0000022"],
  ["DELETE", "/api/v1/policies", 405, "E0000022"],
])("a typing mistake stays one: %s %s is %i %s", async (method, path, status, errorCode) => {
  const answer = await org.call(method, path);
  expect([answer.status, answer.json.errorCode]).toEqual([status, errorCode]);
});

test("without a token, what is missing is not told from what is there", async () => {
  const { status, json } = await org.call("GET", "/api/v1/idps", undefined, { token: undefined });
  expect([status, json.errorCode]).toEqual([403, "E0000005"]);
});
