import type { Org } from "../org.ts";
import type { StoredApp, StoredGroup, StoredUser } from "../store/collections.ts";
import { asObject, textOf } from "../json.ts";

/** The user with this login, or with this e-mail address; upper and lower case are the same. */
export function userByLogin(org: Org, login: string): StoredUser | undefined {
  const wanted = login.trim().toLowerCase();
  const users = org.store.list("users");
  return (
    users.find((user) => user.profile.login.toLowerCase() === wanted) ??
    users.find((user) => textOf(user.profile["email"]).toLowerCase() === wanted)
  );
}

/** The groups that a user is a member of. */
export function groupsOf(org: Org, userId: string): StoredGroup[] {
  return org.store
    .list("memberships")
    .filter((membership) => membership.userId === userId)
    .flatMap(({ groupId }) => org.store.get("groups", groupId) ?? []);
}

/** Whether the user may use the app: directly, by a group, or because everybody may (Federation Broker Mode). */
export function isAssigned(org: Org, app: StoredApp, userId: string): boolean {
  if (asObject(app["settings"])?.["implicitAssignment"] === true) return true;
  if (org.store.get("appUsers", `${app.id}/${userId}`) !== undefined) return true;
  return org.store
    .listUnder("appGroups", `${app.id}/`)
    .some(({ id }) => org.store.get("memberships", `${id}/${userId}`) !== undefined);
}
