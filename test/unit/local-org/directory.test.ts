import { afterAll, expect, test } from "vitest";
import { nativeApp, startTestOrg } from "./support.ts";

/** For the tests that only read. */
const shared = await startTestOrg({}, afterAll);

test("okta-organization is open and names the org, its address and the Identity Engine", async () => {
  const { status, json } = await shared.call("GET", "/.well-known/okta-organization", undefined, {
    token: undefined,
  });
  expect(status).toBe(200);
  expect(json).toMatchObject({
    id: expect.stringMatching(/^00o\w{17}$/),
    pipeline: "idx",
    _links: { organization: { href: shared.url } },
  });
});

test("users/me is the owner of the token; a user is found by id and by login", async () => {
  const { json } = await shared.call("GET", "/api/v1/users/me");
  expect(json).toMatchObject({ status: "ACTIVE", profile: { login: "admin@example.com" } });
  expect((await shared.call("GET", `/api/v1/users/${json.id}`)).json).toEqual(json);
  expect((await shared.call("GET", "/api/v1/users/test@example.com")).json.profile.login).toBe(
    shared.user.login,
  );
  expect((await shared.call("GET", "/api/v1/users/00uX")).json.errorSummary).toBe(
    "Not found: Resource not found: 00uX (User)",
  );
  expect(JSON.stringify(json)).not.toContain(shared.admin.password);
});

test.each([
  ["", 2],
  ["?q=test", 1],
  ["?q=admin", 1],
  ["?q=est", 0],
  [`?search=${encodeURIComponent('profile.login eq "test@example.com"')}`, 1],
  [`?filter=${encodeURIComponent('status eq "ACTIVE"')}`, 2],
  ["?limit=1", 1],
])("users%s lists %i", async (query, count) => {
  expect((await shared.call("GET", `/api/v1/users${query}`)).json).toHaveLength(count);
});

test.each([
  [`?filter=${encodeURIComponent('type eq "BUILT_IN"')}`, ["Everyone", "Okta Administrators"]],
  [`?filter=${encodeURIComponent('type eq "OKTA_GROUP"')}`, []],
  [`?search=${encodeURIComponent('profile.name eq "Everyone" and type eq "BUILT_IN"')}`, ["Everyone"]],
  ["?q=every", ["Everyone"]],
  ["?q=very", []],
  ["?limit=1", ["Everyone"]],
])("groups%s lists %j", async (query, names) => {
  const { json } = await shared.call("GET", `/api/v1/groups${query}`);
  expect(json.map((group: { profile: { name: string } }) => group.profile.name)).toEqual(names);
});

test("groups can't be filtered by their name, only searched", async () => {
  const { json } = await shared.call(
    "GET",
    `/api/v1/groups?filter=${encodeURIComponent('profile.name eq "Everyone"')}`,
  );
  expect(json.errorCode).toBe("E0000031");
});

test("Everyone holds both users", async () => {
  const { json } = await shared.call("GET", "/api/v1/groups?q=Everyone");
  expect((await shared.call("GET", `/api/v1/groups/${json[0].id}/users`)).json).toHaveLength(2);
});

test("the org has settings, and says nothing secret there", async () => {
  const { json, text } = await shared.call("GET", "/api/v1/org");
  expect(json).toMatchObject({ id: expect.stringMatching(/^00o/), status: "ACTIVE" });
  for (const secret of [shared.apiToken, shared.admin.password, shared.user.password])
    expect(text).not.toContain(secret);
});

test("tokens are listed without their value, and the current one revokes itself", async () => {
  const org = await startTestOrg();
  const { json, text } = await org.call("GET", "/api/v1/api-tokens");
  expect(json).toHaveLength(1);
  expect(text).not.toContain(org.apiToken);
  expect((await org.call("DELETE", "/api/v1/api-tokens/current")).status).toBe(204);
  const after = await org.call("GET", "/api/v1/users/me");
  expect([after.status, after.json.errorCode]).toEqual([401, "E0000011"]);
});

test("the API token has Okta's form, and each data folder has its own", async () => {
  const [one, other] = [await startTestOrg(), await startTestOrg()];
  expect(one.apiToken).toMatch(/^00[0-9A-Za-z]{40}$/);
  expect(other.apiToken).not.toBe(one.apiToken);
});

test("a group is made, found, and deleted with its assignments; built-in groups stay", async () => {
  const org = await startTestOrg();
  const { status, json } = await org.call("POST", "/api/v1/groups", { profile: { name: "everyone else" } });
  expect([status, json.type, json.id.slice(0, 3)]).toEqual([200, "OKTA_GROUP", "00g"]);
  expect((await org.call("POST", "/api/v1/groups", { profile: { name: "everyone else" } })).status).toBe(400);
  expect((await org.call("POST", "/api/v1/groups", { profile: { name: " " } })).status).toBe(400);
  const { json: found } = await org.call("GET", "/api/v1/groups?q=everyone");
  expect(found).toHaveLength(2);
  const { json: app } = await org.call("POST", "/api/v1/apps", nativeApp("App"));
  await org.call("PUT", `/api/v1/apps/${app.id}/groups/${json.id}`, {});
  expect((await org.call("DELETE", `/api/v1/groups/${json.id}`)).status).toBe(204);
  expect((await org.call("GET", `/api/v1/apps/${app.id}/groups`)).json).toEqual([]);
  expect((await org.call("DELETE", `/api/v1/groups/${found[0].id}`)).json.errorCode).toBe("E0000006");
});
