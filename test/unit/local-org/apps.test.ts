import { afterAll, expect, test } from "vitest";
import type { TestOrg } from "./support.ts";
import { nativeApp, nextLink, startTestOrg } from "./support.ts";

/** For the cases that don't depend on what another test made. */
const shared = await startTestOrg({}, afterAll);

test("a created app answers 200 in Okta's form, with the client ID that equals its id", async () => {
  const org = await startTestOrg();
  const { status, json } = await org.call("POST", "/api/v1/apps", nativeApp("My App"));
  expect(status).toBe(200);
  expect(json).toMatchObject({
    id: expect.stringMatching(/^0oa[0-9A-Za-z]{17}$/),
    orn: expect.stringMatching(/^orn:okta:idp:00o\w{17}:apps:oidc_client:0oa\w{17}$/),
    name: "oidc_client",
    label: "My App",
    status: "ACTIVE",
    signOnMode: "OPENID_CONNECT",
    features: [],
    visibility: { hide: { iOS: true, web: true } },
    credentials: {
      oauthClient: { client_id: json.id, token_endpoint_auth_method: "none", pkce_required: true },
    },
    settings: { oauthClient: { refresh_token: { rotation_type: "ROTATE", leeway: 30 } } },
    profile: { okta_unlock: { project: "my-app" } },
  });
  expect(json.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(json.credentials.oauthClient).not.toHaveProperty("client_secret");
  expect(json["_links"].groups.href).toBe(`${org.url}/api/v1/apps/${json.id}/groups`);
  expect(json["_links"].accessPolicy.href).toMatch(/\/api\/v1\/policies\/rst\w{17}$/);
  expect((await org.call("GET", `/api/v1/apps/${json.id}`)).json).toEqual(json);
});

test("an app for a confidential client gets a secret", async () => {
  const org = await startTestOrg();
  const body = nativeApp("Web", {
    "credentials.oauthClient": {},
    "settings.oauthClient.application_type": "web",
  });
  const { json } = await org.call("POST", "/api/v1/apps", body);
  expect(json.credentials.oauthClient).toMatchObject({
    token_endpoint_auth_method: "client_secret_basic",
    client_secret: expect.stringMatching(/^\w{64}$/),
  });
});

test("activate=false makes an inactive app", async () => {
  const org = await startTestOrg();
  expect((await org.call("POST", "/api/v1/apps?activate=false", nativeApp("Later"))).json.status).toBe(
    "INACTIVE",
  );
});

test("two apps may have the same label", async () => {
  const org = await startTestOrg();
  await org.call("POST", "/api/v1/apps", nativeApp("Twin"));
  expect((await org.call("POST", "/api/v1/apps", nativeApp("Twin"))).status).toBe(200);
  expect((await org.call("GET", "/api/v1/apps?q=Twin")).json).toHaveLength(2);
});

test("a chosen client ID is kept, and can't be taken twice or changed", async () => {
  const org = await startTestOrg();
  const body = nativeApp("Chosen", { "credentials.oauthClient.client_id": "my-client.id" });
  const { json } = await org.call("POST", "/api/v1/apps", body);
  expect(json.credentials.oauthClient.client_id).toBe("my-client.id");
  expect((await org.call("POST", "/api/v1/apps", body)).json.errorSummary).toBe(
    "Api validation failed: client_id",
  );
  const other = nativeApp("Chosen", { "credentials.oauthClient.client_id": "other-client" });
  expect((await org.call("PUT", `/api/v1/apps/${json.id}`, other)).json.errorCode).toBe("E0000001");
});

test("PUT replaces all but what is read only, keeps unknown fields, and keeps refresh_token when it is left out", async () => {
  const org = await startTestOrg();
  const { json: before } = await org.call("POST", "/api/v1/apps", nativeApp("Before"));
  const body = nativeApp("After", { "settings.oauthClient.refresh_token": undefined, profile: undefined });
  const sent = { ...body, id: "0oaOther", status: "INACTIVE", created: "1999", future: { kept: true } };
  const { status, json } = await org.call("PUT", `/api/v1/apps/${before.id}`, sent);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    id: before.id,
    status: "ACTIVE",
    created: before.created,
    label: "After",
    future: { kept: true },
  });
  expect(json.settings.oauthClient.refresh_token).toEqual({ rotation_type: "ROTATE", leeway: 30 });
  expect(json).not.toHaveProperty("profile");
  expect(json.credentials.oauthClient.client_id).toBe(before.id);
});

test("what was read can be sent back as it is, without changing anything", async () => {
  const org = await startTestOrg();
  const { json } = await org.call("POST", "/api/v1/apps", nativeApp("Same"));
  const { json: again } = await org.call("PUT", `/api/v1/apps/${json.id}`, json);
  expect({ ...again, lastUpdated: "" }).toEqual({ ...json, lastUpdated: "" });
});

test("an active app can't be deleted; an inactive one is gone, with its assignments", async () => {
  const org = await startTestOrg();
  const { json } = await org.call("POST", "/api/v1/apps", nativeApp("Gone"));
  const app = `/api/v1/apps/${json.id}`;
  await org.call("PUT", `${app}/groups/${await everyone(org)}`, {});
  const refused = await org.call("DELETE", app);
  expect([refused.status, refused.json.errorCode, refused.json.errorSummary]).toEqual([
    403,
    "E0000056",
    "Delete application forbidden.",
  ]);
  expect(await org.call("POST", `${app}/lifecycle/deactivate`)).toMatchObject({ status: 200, json: {} });
  expect(await org.call("POST", `${app}/lifecycle/deactivate`)).toMatchObject({ status: 200, json: {} });
  expect(await org.call("DELETE", app)).toMatchObject({ status: 204, text: "" });
  const missing = await org.call("GET", app);
  expect([missing.status, missing.json.errorCode, missing.json.errorSummary]).toEqual([
    404,
    "E0000007",
    `Not found: Resource not found: ${json.id} (AppInstance)`,
  ]);
});

test("the list shows Okta's own apps, filters by name and status, and q is the beginning of the label", async () => {
  const org = await startTestOrg();
  const { json: app } = await org.call("POST", "/api/v1/apps", nativeApp("Mobile"));
  await org.call("POST", `/api/v1/apps/${app.id}/lifecycle/deactivate`);
  const names = async (query: string) =>
    (await org.call("GET", `/api/v1/apps${query}`)).json.map((each: { name: string }) => each.name);
  expect(await names("")).toEqual(["saasure", "okta_enduser", "okta_browser_plugin", "oidc_client"]);
  expect(await names(`?filter=${encodeURIComponent('name eq "oidc_client"')}`)).toEqual(["oidc_client"]);
  expect(await names(`?filter=${encodeURIComponent('status eq "ACTIVE"')}`)).not.toContain("oidc_client");
  expect(await names(`?filter=${encodeURIComponent(`id eq "${app.id}" or name eq "saasure"`)}`)).toHaveLength(
    2,
  );
  expect(await names("?q=mob")).toEqual(["oidc_client"]);
  expect(await names("?q=obile")).toEqual([]);
});

test.each([
  "nonsense",
  'label eq "x"',
  "name eq",
  'name xx "y"',
  'name eq "y" and',
  '(name eq "y"',
  "(".repeat(4000),
])("the filter %s is refused as invalid search criteria", async (filter) => {
  const { status, json } = await shared.call("GET", `/api/v1/apps?filter=${encodeURIComponent(filter)}`);
  expect([status, json.errorCode]).toEqual([400, "E0000031"]);
});

test("pages follow the Link header through every app once, though one is deleted on the way", async () => {
  const org = await startTestOrg();
  const ids: string[] = [];
  for (let index = 0; index < 7; index += 1) {
    ids.push((await org.call("POST", "/api/v1/apps?activate=false", nativeApp(`App ${index}`))).json.id);
  }
  const seen: string[] = [];
  let answer = await org.call("GET", "/api/v1/apps?q=App&limit=2");
  for (;;) {
    seen.push(...answer.json.map((app: { id: string }) => app.id));
    if (seen.length === 4) await org.call("DELETE", `/api/v1/apps/${ids[3]}`);
    const next = nextLink(answer);
    if (next === undefined) break;
    expect(new URL(next).origin).toBe(org.url);
    answer = await org.call("GET", next);
  }
  expect(seen).toEqual(ids);
});

test("the limit is 20 without being asked, 200 at most, and must be a positive number", async () => {
  const org = await startTestOrg();
  for (let index = 0; index < 205; index += 1)
    await org.call("POST", "/api/v1/apps", nativeApp(`App ${index}`));
  expect((await org.call("GET", "/api/v1/apps")).json).toHaveLength(20);
  expect((await org.call("GET", "/api/v1/apps?limit=500")).json).toHaveLength(200);
  expect((await org.call("GET", "/api/v1/apps?limit=0")).status).toBe(400);
});

async function everyone(org: TestOrg): Promise<string> {
  const { json } = await org.call("GET", `/api/v1/groups?filter=${encodeURIComponent('type eq "BUILT_IN"')}`);
  return json.find((group: { profile: { name: string } }) => group.profile.name === "Everyone").id;
}

test("an app is assigned to a group, listed, and taken off again", async () => {
  const org = await startTestOrg();
  const { json: app } = await org.call("POST", "/api/v1/apps", nativeApp("Assigned"));
  const groupId = await everyone(org);
  const path = `/api/v1/apps/${app.id}/groups/${groupId}`;
  expect((await org.call("GET", path)).status).toBe(404);
  const { status, json } = await org.call("PUT", path, { priority: 2 });
  expect(status).toBe(200);
  expect(json).toMatchObject({ id: groupId, priority: 2, profile: {} });
  expect(json["_links"].group.href).toBe(`${org.url}/api/v1/groups/${groupId}`);
  expect((await org.call("GET", `/api/v1/apps/${app.id}/groups`)).json).toEqual([json]);
  expect((await org.call("DELETE", path)).status).toBe(204);
  expect((await org.call("GET", `/api/v1/apps/${app.id}/groups`)).json).toEqual([]);
});

test("an unknown group can't be assigned, and nothing is with Federation Broker Mode", async () => {
  const org = await startTestOrg();
  const { json: app } = await org.call("POST", "/api/v1/apps", nativeApp("One"));
  expect((await org.call("PUT", `/api/v1/apps/${app.id}/groups/00gUnknown`, {})).json.errorSummary).toBe(
    "Not found: Resource not found: 00gUnknown (UserGroup)",
  );
  const implicit = nativeApp("Two", { "settings.implicitAssignment": true });
  const { json: open } = await org.call("POST", "/api/v1/apps", implicit);
  expect(
    (await org.call("PUT", `/api/v1/apps/${open.id}/groups/${await everyone(org)}`, {})).json.errorCode,
  ).toBe("E0000039");
});

test("one user is assigned to an app, and taken off again", async () => {
  const org = await startTestOrg();
  const { json: app } = await org.call("POST", "/api/v1/apps", nativeApp("For one"));
  const { json: me } = await org.call("GET", "/api/v1/users/me");
  const assigned = await org.call("POST", `/api/v1/apps/${app.id}/users`, { id: me.id, scope: "USER" });
  expect(assigned.json).toMatchObject({
    id: me.id,
    scope: "USER",
    credentials: { userName: "admin@example.com" },
  });
  expect((await org.call("GET", `/api/v1/apps/${app.id}/users`)).json).toHaveLength(1);
  expect((await org.call("DELETE", `/api/v1/apps/${app.id}/users/${me.id}`)).status).toBe(204);
  expect((await org.call("GET", `/api/v1/apps/${app.id}/users`)).json).toEqual([]);
});

test("a sign-on policy is assigned with 204, and is what the app links to", async () => {
  const org = await startTestOrg();
  const { json: app } = await org.call("POST", "/api/v1/apps", nativeApp("Policy"));
  const { json: policies } = await org.call("GET", "/api/v1/policies?type=ACCESS_POLICY");
  expect((await org.call("PUT", `/api/v1/apps/${app.id}/policies/${policies[0].id}`)).status).toBe(204);
  const { json } = await org.call("GET", `/api/v1/apps/${app.id}`);
  expect(json["_links"].accessPolicy.href).toBe(policies[0]["_links"].self.href);
  expect((await org.call("PUT", `/api/v1/apps/${app.id}/policies/rstUnknown`)).status).toBe(404);
});

test("scopes of the Okta API are granted to an app once", async () => {
  const org = await startTestOrg();
  const { json: app } = await org.call("POST", "/api/v1/apps", nativeApp("Granted"));
  const grants = `/api/v1/apps/${app.id}/grants`;
  const body = { issuer: org.url, scopeId: "okta.apps.manage" };
  const made = await org.call("POST", grants, body);
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({ scopeId: "okta.apps.manage", clientId: app.id, status: "ACTIVE" });
  expect((await org.call("POST", grants, body)).status).toBe(400);
  expect((await org.call("POST", grants, { issuer: org.url, scopeId: "openid" })).status).toBe(400);
  expect((await org.call("GET", grants)).json).toEqual([made.json]);
});
