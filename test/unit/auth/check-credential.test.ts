import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { Credential } from "../../../src/auth/credential.ts";
import { checkCredential, type CredentialCheck } from "../../../src/auth/check-credential.ts";
import type { OrgContext } from "../../../src/okta/exchange.ts";
import { startTestOrg } from "../local-org/support.ts";
import { type Answering, oktaError, sendJson, serve } from "../okta/loopback.ts";
import { createOrgContext, errorOf } from "../okta/org-context.ts";
import { cliApp, keptCredential, SharedTime, signIn } from "./sign-in/device-support.ts";
import { serviceApp } from "./sign-in/support.ts";

const time = new SharedTime();
const org = await startTestOrg({ clock: time.org }, afterAll);
const apiToken: Credential = { kind: "api-token", token: org.apiToken };

afterEach(() => org.faults.clear());

async function check(
  credential: Credential,
  context: OrgContext = createOrgContext(),
): Promise<CredentialCheck> {
  return checkCredential(context, { orgUrl: org.url, trust: org.caCertificate, credential });
}

/** Each area as `read/manage`. */
function summary({ rights }: CredentialCheck): Record<string, string> {
  return Object.fromEntries(
    rights.map(({ area, read, manage }) => [area, `${read.can}/${manage?.can ?? "-"}`]),
  );
}

function rightOf({ rights }: CredentialCheck, area: string) {
  return rights.find((right) => right.area === area);
}

test("an API token's owner is named, and what can be read and changed is", async () => {
  const checked = await check(apiToken);
  expect(checked.who).toMatchObject({ kind: "user", login: org.admin.login });
  expect(checked.scopes).toBeUndefined();
  expect(summary(checked)).toEqual({
    apps: "yes/yes",
    groups: "yes/-",
    authorizationServers: "yes/yes",
    policies: "yes/-",
  });
});

test("what can be changed is not known when the roles can't be read", async () => {
  org.faults.add({ kind: "refusal", errorCode: "E0000006", path: "/api/v1/users/*/roles" });
  expect(summary(await check(apiToken))).toMatchObject({
    apps: "yes/not known",
    authorizationServers: "yes/not known",
  });
});

/** An org whose token owner has these roles. */
async function orgWithRoles(roles: readonly object[]) {
  return serve(({ url }, response) => {
    if (url.endsWith("/users/me"))
      return sendJson(response, 200, { id: "00u1", profile: { login: "me@example.com" } });
    if (url.endsWith("/users/00u1/roles")) return sendJson(response, 200, roles);
    return sendJson(response, 200, []);
  });
}

test.each([
  ["a super administrator", [{ type: "SUPER_ADMIN", status: "ACTIVE" }], "yes", "yes"],
  ["an application administrator", [{ type: "APP_ADMIN", status: "ACTIVE" }], "yes", "no"],
  ["an API access administrator", [{ type: "API_ACCESS_MANAGEMENT_ADMIN" }], "no", "yes"],
  ["a read-only administrator", [{ type: "READ_ONLY_ADMIN", status: "ACTIVE" }], "no", "no"],
  ["a former super administrator", [{ type: "SUPER_ADMIN", status: "INACTIVE" }], "no", "no"],
  ["one with a custom role", [{ type: "CUSTOM", status: "ACTIVE" }], "not known", "not known"],
])("what %s can change is known by the role", async (_who, roles, apps, authorizationServers) => {
  const server = await orgWithRoles(roles);
  const checked = await checkCredential(createOrgContext(), { orgUrl: server.url, credential: apiToken });
  expect(rightOf(checked, "apps")?.manage?.can).toBe(apps);
  expect(rightOf(checked, "authorizationServers")?.manage?.can).toBe(authorizationServers);
  expect(server.seen.every(({ method }) => method === "GET")).toBe(true);
});

test("a missing role is named, and where to assign it", async () => {
  const server = await orgWithRoles([{ type: "READ_ONLY_ADMIN", status: "ACTIVE" }]);
  const checked = await checkCredential(createOrgContext(), { orgUrl: server.url, credential: apiToken });
  expect(rightOf(checked, "apps")?.manage).toMatchObject({
    missing: { kind: "role", name: "Application Administrator" },
    where: expect.stringContaining("Security > Administrators"),
  });
});

describe("a service app", () => {
  test("is named, with what its scopes let it do and which it lacks", async () => {
    const { credential } = await serviceApp(org);
    const checked = await check(credential);
    expect(checked.who).toEqual({ kind: "client", clientId: credential.clientId, label: "CI" });
    expect(checked.scopes).toEqual(["okta.apps.manage", "okta.groups.read"]);
    expect(summary(checked)).toEqual({
      apps: "yes/yes",
      groups: "yes/-",
      authorizationServers: "no/no",
      policies: "no/-",
    });
    expect(rightOf(checked, "authorizationServers")?.manage).toMatchObject({
      missing: { kind: "scope", name: "okta.authorizationServers.manage" },
      where: expect.stringMatching(/Okta API Scopes, and request it: OKTA_CLIENT_SCOPES/u),
    });
  });

  test("that asked for a scope in vain is told to have it granted, and no more", async () => {
    const asked = ["okta.apps.manage", "okta.policies.read"];
    const { credential } = await serviceApp(org, {
      granted: ["okta.apps.manage"],
      credential: { scopes: asked },
    });
    const { read } = rightOf(await check(credential), "policies")!;
    expect(read).toMatchObject({ can: "no", missing: { name: "okta.policies.read" } });
    expect(read).not.toMatchObject({ where: expect.stringContaining("OKTA_CLIENT_SCOPES") });
  });

  test("that may only read is told so", async () => {
    const { credential } = await serviceApp(org, { granted: ["okta.apps.read"] });
    const checked = await check(credential);
    expect(rightOf(checked, "apps")).toMatchObject({
      read: { can: "yes" },
      manage: { can: "no", missing: { kind: "scope", name: "okta.apps.manage" } },
    });
  });

  test("with a scope and no role lacks the role", async () => {
    const { credential } = await serviceApp(org);
    org.faults.add({ kind: "refusal", errorCode: "E0000006", path: "/api/v1/apps", times: Infinity });
    expect(rightOf(await check(credential), "apps")).toMatchObject({
      read: { can: "no", missing: { kind: "role", name: "Application Administrator" } },
      manage: { can: "no", missing: { kind: "role" }, where: expect.stringContaining("Admin roles") },
    });
  });
});

test("a user who signed in on another device is named", async () => {
  const scopes = ["okta.apps.manage", "okta.users.read.self"];
  const clientId = await cliApp(org, { granted: scopes });
  const credential = keptCredential(clientId, await signIn(org, time, { clientId, scopes }));
  const checked = await check(credential, time.context());
  expect(checked.who).toMatchObject({ kind: "user", login: org.admin.login });
  expect(summary(checked)).toMatchObject({ apps: "yes/yes", groups: "no/-" });
  expect(credential.kept).toHaveLength(2);
});

test("a user without the scope for the own profile is checked all the same", async () => {
  const scopes = ["okta.apps.manage"];
  const clientId = await cliApp(org, { granted: scopes });
  const credential = keptCredential(clientId, await signIn(org, time, { clientId, scopes }));
  const checked = await check(credential, time.context());
  expect(checked.who).toEqual({ kind: "user", id: undefined, login: undefined });
  expect(summary(checked)).toMatchObject({ apps: "yes/yes" });
});

test("an org without API Access Management lacks the feature, not a role (E0000015)", async () => {
  org.faults.add({ kind: "refusal", errorCode: "E0000015", path: "/api/v1/authorizationServers" });
  expect(rightOf(await check(apiToken), "authorizationServers")).toMatchObject({
    read: { can: "no", missing: { kind: "feature", name: "API Access Management" } },
    manage: { can: "no", missing: { kind: "feature" } },
  });
});

test("a token that may not read apps lacks the role (E0000006)", async () => {
  org.faults.add({ kind: "refusal", errorCode: "E0000006", path: "/api/v1/apps" });
  expect(rightOf(await check(apiToken), "apps")).toMatchObject({
    read: { can: "no", missing: { kind: "role" } },
    manage: { can: "no", missing: { kind: "role" } },
  });
});

test("a token that the org does not accept ends the check (E0000011)", async () => {
  const error = await errorOf(check({ kind: "api-token", token: "00wrong-token" }));
  expect(error).toMatchObject({ code: "credential-rejected", errorCode: "E0000011", exitCode: 3 });
});

test("a deactivated org ends the check (E0000260)", async () => {
  const server = await serve((_request, response) =>
    sendJson(response, 403, oktaError("E0000260", "This org is deactivated")),
  );
  const work = checkCredential(createOrgContext(), { orgUrl: server.url, credential: apiToken });
  expect(await errorOf(work)).toMatchObject({ code: "okta-refused", errorCode: "E0000260" });
});

test("the Classic Engine has no app sign-on policies", async () => {
  const server = await serve(({ url }, response) => {
    if (url.endsWith("/users/me"))
      return sendJson(response, 200, { id: "00u1", profile: { login: "me@example.com" } });
    if (url.includes("/policies"))
      return sendJson(response, 400, oktaError("E0000001", "Api validation failed: type"));
    return sendJson(response, 200, []);
  });
  const checked = await checkCredential(createOrgContext(), { orgUrl: server.url, credential: apiToken });
  expect(rightOf(checked, "policies")?.read).toMatchObject({
    missing: { kind: "feature", name: "Identity Engine" },
  });
});

describe("an org that fails ends the check with what it is, never with a missing role:", () => {
  const failures: readonly (readonly [string, Answering, string, number])[] = [
    [
      "500",
      (_request, response) => sendJson(response, 500, oktaError("E0000009", "x")),
      "okta-unavailable",
      4,
    ],
    [
      "503 of a gateway",
      (_request, response) => response.writeHead(503).end("<h1>x</h1>"),
      "okta-unavailable",
      4,
    ],
    ["503 in JSON", (_request, response) => sendJson(response, 503, { message: "x" }), "okta-unavailable", 4],
    [
      "403",
      (_request, response) => sendJson(response, 403, oktaError("E0000006", "x")),
      "permission-denied",
      3,
    ],
    [
      "a web page",
      (_request, response) => response.writeHead(200).end("<html></html>"),
      "not-an-okta-org",
      6,
    ],
    [
      "a forbidding page",
      (_request, response) => response.writeHead(403).end("<html>"),
      "not-an-okta-org",
      6,
    ],
    [
      "a redirect",
      (_request, response) => response.writeHead(302, { location: "/x" }).end(),
      "not-an-okta-org",
      6,
    ],
    ["429", (_request, response) => sendJson(response, 429, oktaError("E0000047", "x")), "rate-limited", 4],
    ["half an answer", (_request, response) => response.writeHead(200).end('[{"id'), "okta-unavailable", 4],
    ["something else", (_request, response) => sendJson(response, 200, { ok: 1 }), "okta-unavailable", 4],
  ];

  test.each(failures)("%s, always", async (_name, answer, code, exitCode) => {
    const server = await serve(answer);
    const error = await errorOf(
      checkCredential(createOrgContext(), { orgUrl: server.url, credential: apiToken }),
    );
    expect(error).toMatchObject({ code, exitCode });
    expect(error.message).not.toContain("role");
  });

  test.each(failures.filter(([name]) => name !== "403"))(
    "%s, at one part alone",
    async (_name, answer, code) => {
      for (const part of [
        "/api/v1/apps",
        "/api/v1/groups",
        "/api/v1/authorizationServers",
        "/api/v1/policies",
      ]) {
        const server = await serve((request, response, count) => {
          if (request.url.startsWith(part) && !request.url.includes("roles"))
            return answer(request, response, count);
          const user = { id: "00u1", profile: { login: "me@example.com" } };
          return sendJson(response, 200, request.url.endsWith("/users/me") ? user : []);
        });
        const checking = checkCredential(createOrgContext(), { orgUrl: server.url, credential: apiToken });
        expect(await errorOf(checking)).toMatchObject({ code });
      }
    },
  );
});
