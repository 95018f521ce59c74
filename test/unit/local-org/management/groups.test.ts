import { afterAll, expect, test } from "vitest";
import type { TestOrg } from "../support.ts";
import { nativeApp, startTestOrg } from "../support.ts";
import { activeUser } from "./user-fixtures.ts";

const shared = await startTestOrg({}, afterAll);

async function groupIn(org: TestOrg, name: string): Promise<string> {
  return (await org.call("POST", "/api/v1/groups", { profile: { name } })).json.id;
}

async function everyoneIn(org: TestOrg): Promise<string> {
  return (await org.call("GET", "/api/v1/groups?q=Everyone")).json[0].id;
}

test("a group is renamed, and takes no name of another", async () => {
  const path = `/api/v1/groups/${await groupIn(shared, "Before")}`;
  await groupIn(shared, "Other");
  const { status, json } = await shared.call("PUT", path, { profile: { name: "After", description: "d" } });
  expect([status, json.profile]).toEqual([200, { name: "After", description: "d" }]);
  const taken = await shared.call("PUT", path, { profile: { name: "Other" } });
  expect(taken.json.errorCauses).toEqual([
    { errorSummary: "name: An object with this field already exists in the current organization" },
  ]);
  expect((await shared.call("PUT", path, { profile: { name: "After" } })).status).toBe(200);
});

test("people join and leave; both may be said twice", async () => {
  const group = `/api/v1/groups/${await groupIn(shared, "Joiners")}`;
  const { id } = await activeUser(shared);
  const created = (await shared.call("GET", group)).json.lastMembershipUpdated;
  for (const method of ["PUT", "PUT"])
    expect((await shared.call(method, `${group}/users/${id}`)).status).toBe(204);
  const { json } = await shared.call("GET", `${group}/users`);
  expect(json.map((user: { id: string }) => user.id)).toEqual([id]);
  expect((await shared.call("GET", group)).json.lastMembershipUpdated >= created).toBe(true);
  for (const method of ["DELETE", "DELETE"])
    expect((await shared.call(method, `${group}/users/${id}`)).status).toBe(204);
  expect((await shared.call("GET", `${group}/users`)).json).toEqual([]);
});

test.each([
  ["PUT", "", { profile: { name: "Nobody" } }],
  ["DELETE", "", undefined],
  ["PUT", "/users/00uUnknown", undefined],
  ["DELETE", "/users/00uUnknown", undefined],
])("the group Everyone is Okta's: %s %s is refused", async (method, path, body) => {
  const { status, json } = await shared.call(
    method,
    `/api/v1/groups/${await everyoneIn(shared)}${path}`,
    body,
  );
  expect([status, json.errorCode]).toEqual([403, "E0000006"]);
});

test("nobody unknown joins", async () => {
  const group = `/api/v1/groups/${await groupIn(shared, "Known")}`;
  expect((await shared.call("PUT", `${group}/users/00uUnknown`)).json.errorCode).toBe("E0000007");
});

test("whoever is in a group of an app has the app: in its users, in the user's links, in both filters", async () => {
  const org = await startTestOrg();
  const groupId = await groupIn(org, "Crew");
  const { id, path } = await activeUser(org);
  await org.call("PUT", `/api/v1/groups/${groupId}/users/${id}`);
  const { json: app } = await org.call("POST", "/api/v1/apps", nativeApp("Ship"));
  await org.call("POST", "/api/v1/apps", nativeApp("Nobody's"));
  await org.call("PUT", `/api/v1/apps/${app.id}/groups/${groupId}`, {});
  const { json: users } = await org.call("GET", `/api/v1/apps/${app.id}/users`);
  expect(users).toMatchObject([{ id, scope: "GROUP", status: "ACTIVE" }]);
  expect((await org.call("GET", `/api/v1/apps/${app.id}/users/${id}`)).json).toEqual(users[0]);
  expect((await org.call("GET", `${path}/appLinks`)).json).toMatchObject([
    { id, label: "Ship", appInstanceId: app.id, appName: "oidc_client" },
  ]);
  expect((await org.call("GET", `/api/v1/groups/${groupId}/apps`)).json).toMatchObject([{ id: app.id }]);
  for (const filter of [`user.id eq "${id}"`, `group.id eq "${groupId}"`]) {
    const { json } = await org.call("GET", `/api/v1/apps?filter=${encodeURIComponent(filter)}`);
    expect(json.map((each: { label: string }) => each.label)).toEqual(["Ship"]);
  }
  const refused = await org.call("DELETE", `/api/v1/apps/${app.id}/users/${id}`);
  expect([refused.status, refused.json.errorCode]).toEqual([403, "E0000046"]);
});

test("a deactivated user is given no app", async () => {
  const { id, path } = await activeUser(shared);
  await shared.call("POST", `${path}/lifecycle/deactivate`);
  const { json: app } = await shared.call("POST", "/api/v1/apps", nativeApp("App"));
  const { status, json } = await shared.call("POST", `/api/v1/apps/${app.id}/users`, { id });
  expect([status, json.errorCode]).toEqual([403, "E0000117"]);
});
