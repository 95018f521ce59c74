import { randomUUID } from "node:crypto";
import { SignJWT, exportJWK, generateKeyPair } from "jose";
import { expect, test } from "vitest";
import { Browser } from "../oidc/browser.ts";
import type { TestOrg } from "../support.ts";
import { nativeApp, startTestOrg } from "../support.ts";
import { activeUser, goodPassword, userIn } from "./user-fixtures.ts";

/** The event types and targets that a step left in the System Log. */
async function eventsOf(org: TestOrg, step: () => Promise<unknown>): Promise<[string, ...string[]][]> {
  const { json: before } = await org.call("GET", "/api/v1/logs?limit=1000");
  await step();
  const { json } = await org.call("GET", "/api/v1/logs?limit=1000");
  return json
    .slice(before.length)
    .map((event: { eventType: string; target: { type: string; id: string }[] }) =>
      [event.eventType].concat(event.target.map(({ type, id }) => `${type} ${id}`)),
    );
}

test.each([
  ["STAGED", "activate", "user.lifecycle.activate"],
  ["ACTIVE", "suspend", "user.lifecycle.suspend"],
  ["SUSPENDED", "unsuspend", "user.lifecycle.unsuspend"],
  ["ACTIVE", "deactivate", "user.lifecycle.deactivate"],
  ["ACTIVE", "reset_password", "user.account.reset_password"],
  ["ACTIVE", "expire_password", "user.account.expire_password"],
])("%s → %s is logged as %s", async (status, step, eventType) => {
  const org = await startTestOrg();
  const path = await userIn(org, status);
  const events = await eventsOf(org, () => org.call("POST", `${path}/lifecycle/${step}`));
  expect(events).toEqual([[eventType, `User ${path.split("/").at(-1)}`]]);
});

test("a profile, a password and a deletion are logged, and no password is in the log", async () => {
  const org = await startTestOrg();
  const { id, path } = await activeUser(org);
  const user = `User ${id}`;
  const body = { profile: { title: "Dr" }, credentials: { password: { value: "Another-pass-2" } } };
  expect(await eventsOf(org, () => org.call("POST", path, body))).toEqual([
    ["user.account.update_profile", user],
    ["user.account.update_password", user],
  ]);
  expect(await eventsOf(org, () => org.call("DELETE", path))).toEqual([["user.lifecycle.deactivate", user]]);
  expect(await eventsOf(org, () => org.call("DELETE", path))).toEqual([
    ["user.lifecycle.delete.initiated", user],
    ["user.lifecycle.delete.completed", user],
  ]);
  const { text } = await org.call("GET", "/api/v1/logs?limit=1000");
  for (const secret of [goodPassword, "Another-pass-2", org.apiToken]) expect(text).not.toContain(secret);
});

test("groups, memberships and assignments are logged with both sides", async () => {
  const org = await startTestOrg();
  const { json: group } = await org.call("POST", "/api/v1/groups", { profile: { name: "Crew" } });
  const { json: app } = await org.call("POST", "/api/v1/apps", nativeApp("App"));
  const { id } = await activeUser(org);
  const member = `/api/v1/groups/${group.id}/users/${id}`;
  const assignment = `/api/v1/apps/${app.id}/groups/${group.id}`;
  const both = [`User ${id}`, `UserGroup ${group.id}`];
  const sides = [`AppInstance ${app.id}`, `UserGroup ${group.id}`];
  expect(await eventsOf(org, () => org.call("PUT", member))).toEqual([
    ["group.user_membership.add", ...both],
  ]);
  expect(await eventsOf(org, () => org.call("PUT", member))).toEqual([]);
  expect(await eventsOf(org, () => org.call("DELETE", member))).toEqual([
    ["group.user_membership.remove", ...both],
  ]);
  expect(await eventsOf(org, () => org.call("PUT", assignment, {}))).toEqual([
    ["group.application_assignment.add", ...sides],
  ]);
  expect(await eventsOf(org, () => org.call("DELETE", assignment))).toEqual([
    ["group.application_assignment.remove", ...sides],
  ]);
  const renamed = { profile: { name: "Ship's crew" } };
  expect(await eventsOf(org, () => org.call("PUT", `/api/v1/groups/${group.id}`, renamed))).toEqual([
    ["group.profile.update", `UserGroup ${group.id}`],
  ]);
  expect(await eventsOf(org, () => org.call("DELETE", `/api/v1/groups/${group.id}`))).toEqual([
    ["group.lifecycle.delete", `UserGroup ${group.id}`],
  ]);
});

test("authorization servers and what is theirs are logged, each once", async () => {
  const org = await startTestOrg();
  const servers = "/api/v1/authorizationServers";
  const body = { name: "S", description: "d", audiences: ["a"] };
  const types = async (method: string, path: string, sent?: unknown) => {
    let id = "";
    const step = async () => (id = (await org.call(method, path, sent)).json?.id ?? "");
    const events = await eventsOf(org, step);
    return { id, types: events.map(([type]) => type) };
  };
  const server = await types("POST", servers, body);
  expect(server.types).toEqual(["oauth2.as.created"]);
  const path = `${servers}/${server.id}`;
  const policyBody = { name: "P", description: "d", conditions: { clients: { include: ["ALL_CLIENTS"] } } };
  const policy = await types("POST", `${path}/policies`, policyBody);
  expect(policy.types).toEqual(["policy.lifecycle.create"]);
  const before = { ...policyBody, name: "Before", priority: 1 };
  expect((await types("POST", `${path}/policies`, before)).types).toEqual(["policy.lifecycle.create"]);
  const conditions = { grantTypes: { include: ["client_credentials"] }, scopes: { include: ["*"] } };
  const ruleBody = { type: "RESOURCE_ACCESS", name: "R", conditions };
  const rules = `${path}/policies/${policy.id}/rules`;
  const rule = await types("POST", rules, ruleBody);
  expect(rule.types).toEqual(["policy.rule.add"]);
  expect((await types("PUT", `${rules}/${rule.id}`, ruleBody)).types).toEqual(["policy.rule.update"]);
  expect((await types("POST", `${rules}/${rule.id}/lifecycle/deactivate`)).types).toEqual([
    "policy.rule.deactivate",
  ]);
  const scope = await types("POST", `${path}/scopes`, { name: "s" });
  expect(scope.types).toEqual(["oauth2.scope.created"]);
  const claimBody = { name: "c", claimType: "IDENTITY", valueType: "EXPRESSION", value: "user.id" };
  expect((await types("POST", `${path}/claims`, claimBody)).types).toEqual(["oauth2.claim.created"]);
  expect((await types("DELETE", `${path}/scopes/${scope.id}`)).types).toEqual(["oauth2.scope.deleted"]);
  expect((await types("POST", `${path}/lifecycle/deactivate`)).types).toEqual(["oauth2.as.deactivated"]);
  expect((await types("POST", `${path}/credentials/lifecycle/keyRotate`, { use: "sig" })).types).toEqual([
    "app.oauth2.as.key.rollover",
  ]);
  expect((await types("DELETE", path)).types).toEqual(["oauth2.as.deleted"]);
});

test("granted scopes and revoked tokens are logged", async () => {
  const org = await startTestOrg();
  const { json: app } = await org.call("POST", "/api/v1/apps", nativeApp("App"));
  const grants = `/api/v1/apps/${app.id}/grants`;
  const grant = { issuer: org.url, scopeId: "okta.apps.read" };
  const given = await eventsOf(org, () => org.call("POST", grants, grant));
  expect(given[0]?.slice(0, 2)).toEqual(["app.oauth2.admin.consent.grant", `AppInstance ${app.id}`]);
  const { json: me } = await org.call("GET", "/api/v1/users/me");
  const cleared = await eventsOf(org, () => org.call("DELETE", `/api/v1/users/${me.id}/sessions`));
  expect(cleared).toEqual([["user.session.clear", `User ${me.id}`]]);
});

test("a service app that changes something is the actor, by its client ID", async () => {
  const org = await startTestOrg();
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const keys = [{ ...(await exportJWK(publicKey)), kid: "one" }];
  const settings = {
    application_type: "service",
    grant_types: ["client_credentials"],
    response_types: ["token"],
    jwks: { keys },
  };
  const { json: app } = await org.call(
    "POST",
    "/api/v1/apps",
    nativeApp("CI", {
      "credentials.oauthClient": { token_endpoint_auth_method: "private_key_jwt" },
      "settings.oauthClient": settings,
    }),
  );
  const grant = { issuer: org.url, scopeId: "okta.groups.manage" };
  await org.call("POST", `/api/v1/apps/${app.id}/grants`, grant);
  const assertion = await new SignJWT({ iss: app.id, sub: app.id, aud: `${org.url}/oauth2/v1/token` })
    .setProtectedHeader({ alg: "RS256", kid: "one" })
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(privateKey);
  const form = {
    grant_type: "client_credentials",
    scope: "okta.groups.manage",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
  };
  const { json: token } = await new Browser(org).request("/oauth2/v1/token", { form });
  const headers = { authorization: `Bearer ${token.access_token}` };
  const body = { profile: { name: "By CI" } };
  const made = await org.call("POST", "/api/v1/groups", body, { token: undefined, headers });
  expect(made.status).toBe(200);
  const filter = encodeURIComponent(`target.id eq "${made.json.id}"`);
  const { json } = await org.call("GET", `/api/v1/logs?filter=${filter}`);
  expect(json[0]).toMatchObject({
    actor: { id: app.id, type: "PublicClientApp", displayName: "CI" },
    transaction: { detail: {} },
  });
});
