import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Change } from "../../src/local-org/store/change.ts";
import { put } from "../../src/local-org/store/change.ts";
import { Store } from "../../src/local-org/store/store.ts";
import { millisecondsSince } from "../support/processor-time.ts";
import { amount } from "../support/stress.ts";
import { nativeApp, startTestOrg, temporaryFolder } from "../unit/local-org/support.ts";

const apps = amount({ whole: 10_000, small: 2000 });
const dataDirectory = await temporaryFolder(afterAll);
const first = await startTestOrg({ dataDirectory }, afterAll);
const { json: made } = await first.call("POST", "/api/v1/apps", nativeApp("Many"));
const { json: user } = await first.call("GET", "/api/v1/users/test@example.com");
const { json: groups } = await first.call("GET", "/api/v1/groups?q=Everyone");
await first.close();

/** Many apps, each of them assigned to Everyone, and 1,000 users. */
const store = new Store(join(dataDirectory, "state"));
const stored = store.get("apps", made.id)!;
const person = store.get("users", user.id)!;
const now = new Date().toISOString();
const everyone: string = groups[0].id;
const changes: Change[] = [];
for (let index = 0; index < apps; index += 1) {
  const id = `0oz${String(index).padStart(17, "0")}`;
  changes.push(put("apps", id, { ...stored, id, label: `Many ${index}` }));
  const assignment = { id: everyone, appId: id, created: now, lastUpdated: now };
  changes.push(put("appGroups", `${id}/${everyone}`, assignment));
}
for (let index = 0; index < 1000; index += 1) {
  const id = `00z${String(index).padStart(17, "0")}`;
  const login = `many-${index}@example.com`;
  changes.push(put("users", id, { ...person, id, profile: { ...person.profile, login } }));
  changes.push(put("memberships", `${everyone}/${id}`, { groupId: everyone, userId: id }));
}
store.write(changes);
await store.close();
const org = await startTestOrg({ dataDirectory }, afterAll);
const one = "0oz00000000000000042";

test.each([
  ["/api/v1/apps?limit=200", 200],
  [`/api/v1/apps?q=Many+${apps - 1}`, 1],
  [`/api/v1/apps?limit=200&filter=${encodeURIComponent(`group.id eq "${everyone}"`)}`, 200],
  [`/api/v1/apps?limit=200&filter=${encodeURIComponent(`user.id eq "${user.id}"`)}`, 200],
  [`/api/v1/apps/${one}/groups`, 1],
  [`/api/v1/apps/${one}/users?limit=500`, 500],
  [`/api/v1/groups/${everyone}/users`, 1000],
  [`/api/v1/groups/${everyone}/apps?limit=200`, 200],
  ["/api/v1/users?limit=200", 200],
  [`/api/v1/users?search=${encodeURIComponent('profile.login sw "many-"')}&sortBy=profile.login`, 200],
  [`/api/v1/users/${user.id}/appLinks`, apps],
  [`/api/v1/users/${user.id}/groups`, 1],
  ["/api/v1/logs", 1],
])(`%s takes less than a second of the processor with ${apps} apps and 1,000 users`, async (path, count) => {
  const start = process.cpuUsage();
  const { json } = await org.call("GET", path);
  expect(millisecondsSince(start)).toBeLessThan(1000);
  expect(json).toHaveLength(count);
});

test("an app of 1,000 users is deleted in less than a second of the processor", async () => {
  const start = process.cpuUsage();
  await org.call("POST", `/api/v1/apps/${one}/lifecycle/deactivate`);
  expect((await org.call("DELETE", `/api/v1/apps/${one}`)).status).toBe(204);
  expect(millisecondsSince(start)).toBeLessThan(1000);
  expect((await org.call("GET", `/api/v1/apps/${one}`)).status).toBe(404);
});
