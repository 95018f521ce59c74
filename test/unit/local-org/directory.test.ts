import { expect, test } from "vitest";
import { startTestOrg } from "./support.ts";

test("okta-organization is open and names the org, its address and the Identity Engine", async () => {
  const org = await startTestOrg();
  const { status, json } = await org.call("GET", "/.well-known/okta-organization", undefined, {
    token: undefined,
  });
  expect(status).toBe(200);
  expect(json).toMatchObject({
    id: expect.stringMatching(/^00o\w{17}$/),
    pipeline: "idx",
    _links: { organization: { href: org.url } },
  });
});

test("users/me is the owner of the token; a user is found by id and by login", async () => {
  const org = await startTestOrg();
  const { json } = await org.call("GET", "/api/v1/users/me");
  expect(json).toMatchObject({ status: "ACTIVE", profile: { login: "admin@example.com" } });
  expect((await org.call("GET", `/api/v1/users/${json.id}`)).json).toEqual(json);
  expect((await org.call("GET", "/api/v1/users/test@example.com")).json.profile.login).toBe(org.user.login);
  expect((await org.call("GET", "/api/v1/users/00uX")).json.errorSummary).toBe(
    "Not found: Resource not found: 00uX (User)",
  );
  expect(JSON.stringify(json)).not.toContain(org.admin.password);
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
  const org = await startTestOrg();
  expect((await org.call("GET", `/api/v1/users${query}`)).json).toHaveLength(count);
});

test.each([
  [`?filter=${encodeURIComponent('type eq "BUILT_IN"')}`, ["Everyone", "Okta Administrators"]],
  [`?filter=${encodeURIComponent('type eq "OKTA_GROUP"')}`, []],
  [`?search=${encodeURIComponent('profile.name eq "Everyone" and type eq "BUILT_IN"')}`, ["Everyone"]],
  ["?q=every", ["Everyone"]],
  ["?q=very", []],
  ["?limit=1", ["Everyone"]],
])("groups%s lists %j", async (query, names) => {
  const org = await startTestOrg();
  const { json } = await org.call("GET", `/api/v1/groups${query}`);
  expect(json.map((group: { profile: { name: string } }) => group.profile.name)).toEqual(names);
});

test("groups can't be filtered by their name, only searched", async () => {
  const org = await startTestOrg();
  const { json } = await org.call(
    "GET",
    `/api/v1/groups?filter=${encodeURIComponent('profile.name eq "Everyone"')}`,
  );
  expect(json.errorCode).toBe("E0000031");
});

test("Everyone holds both users", async () => {
  const org = await startTestOrg();
  const { json } = await org.call("GET", "/api/v1/groups?q=Everyone");
  expect((await org.call("GET", `/api/v1/groups/${json[0].id}/users`)).json).toHaveLength(2);
});

test("the org has settings, and says nothing secret there", async () => {
  const org = await startTestOrg();
  const { json, text } = await org.call("GET", "/api/v1/org");
  expect(json).toMatchObject({ id: expect.stringMatching(/^00o/), status: "ACTIVE" });
  for (const secret of [org.apiToken, org.admin.password, org.user.password])
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
