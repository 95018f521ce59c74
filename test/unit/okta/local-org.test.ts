import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalOrg, startLocalOrg } from "../../../src/local-org/index.ts";
import { isRefusal } from "../../../src/okta/port.ts";
import { connect, createOrgContext, errorOf } from "./org-context.ts";

/** Every method of the port against a server that answers as Okta does, over TLS. */
let local: LocalOrg;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "okta-unlock-org-"));
  local = await startLocalOrg({ dataDirectory: directory, port: 0 });
});

afterAll(async () => {
  await local.close();
  rmSync(directory, { recursive: true });
});

function open(token = local.apiToken) {
  return connect(local.url, createOrgContext(), {
    credential: { kind: "api-token", token },
    trust: local.caCertificate,
  });
}

const nativeApp = {
  name: "oidc_client",
  label: "Port test",
  signOnMode: "OPENID_CONNECT",
  credentials: { oauthClient: { token_endpoint_auth_method: "none" } },
  settings: {
    oauthClient: {
      application_type: "native",
      redirect_uris: ["com.example:/callback"],
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  },
};

test("the org and the owner of the token are known", async () => {
  expect(await open().whoAmI()).toMatchObject({ profile: { login: local.admin.login } });
  expect(await open().describe()).toMatchObject({ pipeline: "idx" });
});

test("a wrong token is not accepted, and the org still describes itself", async () => {
  const org = open("00wrong");
  expect(await errorOf(org.whoAmI())).toMatchObject({ code: "credential-rejected", exitCode: 3 });
  expect(await org.describe()).toMatchObject({ pipeline: "idx" });
});

test("an app lives from creation to deletion", async () => {
  const org = open();
  const app = await org.createApp(nativeApp);
  expect(await org.findApps("Port test")).toEqual([app]);
  const replaced = await org.replaceApp(app.id, { ...app, label: "Port test 2" });
  expect(replaced).toMatchObject({ id: app.id, label: "Port test 2" });
  expect(await errorOf(org.deleteApp(app.id))).toMatchObject({ code: "okta-refused", errorCode: "E0000056" });
  await org.deactivateApp(app.id);
  await org.deactivateApp(app.id);
  await org.activateApp(app.id);
  await org.activateApp(app.id);
  await org.deactivateApp(app.id);
  await org.deleteApp(app.id);
  await org.deleteApp(app.id);
  expect(await org.getApp(app.id)).toBeUndefined();
});

test("an app is assigned to Everyone and taken away again", async () => {
  const org = open();
  const app = await org.createApp(nativeApp);
  const everyone = (await org.findEveryoneGroup())!;
  expect(await org.isGroupAssigned(app.id, everyone.id)).toBe(false);
  await org.assignGroup(app.id, everyone.id);
  expect(await org.isGroupAssigned(app.id, everyone.id)).toBe(true);
  await org.unassignGroup(app.id, everyone.id);
  await org.unassignGroup(app.id, everyone.id);
  expect(await org.isGroupAssigned(app.id, everyone.id)).toBe(false);
});

test("a policy and its rule are made, listed and deleted", async () => {
  const org = open();
  expect(await org.findAuthorizationServer("default")).toMatchObject({
    issuer: `${local.url}/oauth2/default`,
  });
  expect(await org.findAuthorizationServer("ausNone")).toBeUndefined();
  const policy = await org.createPolicy("default", {
    type: "OAUTH_AUTHORIZATION_POLICY",
    status: "ACTIVE",
    name: "Port test",
    description: "Port test",
    priority: 1,
    conditions: { clients: { include: ["ALL_CLIENTS"] } },
  });
  const rule = await org.createRule("default", policy.id, {
    type: "RESOURCE_ACCESS",
    name: "Port test",
    status: "ACTIVE",
    priority: 1,
    conditions: {
      people: { groups: { include: ["EVERYONE"] } },
      grantTypes: { include: ["authorization_code"] },
      scopes: { include: ["*"] },
    },
  });
  expect((await org.listPolicies("default")).map(({ id }) => id)).toEqual([policy.id]);
  expect((await org.listRules("default", policy.id)).map(({ id }) => id)).toEqual([rule.id]);
  await org.deleteRule("default", policy.id, rule.id);
  expect(await org.listRules("default", policy.id)).toEqual([]);
  await org.deletePolicy("default", policy.id);
  await org.deletePolicy("default", policy.id);
  expect(await org.listPolicies("default")).toEqual([]);
});

test("250 apps are listed, over as many pages as it takes", async () => {
  const org = open();
  // Not all at once: on a busy machine 250 connections are not made in the time that one may take.
  for (let made = 0; made < 250; made += 10) {
    const labels = Array.from({ length: 10 }, (_, index) => `Many ${made + index}`);
    await Promise.all(labels.map((label) => org.createApp({ ...nativeApp, label })));
  }
  const ids = new Set<string>();
  for await (const { id, label } of org.listApps("oidc")) if (label.startsWith("Many")) ids.add(id);
  expect(ids.size).toBe(250);
});

test("what Okta does not accept is said with its causes", async () => {
  const error = await errorOf(open().createApp({ ...nativeApp, label: "x".repeat(101) }));
  expect(isRefusal(error, "E0000001")).toBe(true);
  expect(error.details[0]).toMatch(/^label: /);
});
