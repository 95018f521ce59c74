import { toText } from "../json.ts";
import type { Org } from "../org.ts";
import type { Change } from "../store/change.ts";
import { put, remove } from "../store/change.ts";
import type { StoredGroup, StoredUser } from "../store/collections.ts";

/** The user with this login, or with this email address, ignoring case. */
export function findUserByLogin(org: Org, login: string): StoredUser | undefined {
  const wanted = login.trim().toLowerCase();
  const users = org.store.list("users");
  return (
    users.find((user) => user.profile.login.toLowerCase() === wanted) ??
    users.find((user) => toText(user.profile["email"]).toLowerCase() === wanted)
  );
}

/** The user with this id, if they may sign in and use their tokens. */
export function findActiveUser(org: Org, id: string): StoredUser | undefined {
  const user = org.store.get("users", id);
  return user !== undefined && maySignIn(user) ? user : undefined;
}

/** A user who has to choose a new password at the next sign-in. */
export function mustChoosePassword(user: StoredUser): boolean {
  return ["PASSWORD_EXPIRED", "RECOVERY"].includes(user.status);
}

/** Whether the user may sign in, if only to choose a new password, and use the tokens that there are. */
export function maySignIn(user: StoredUser): boolean {
  return ["ACTIVE", "PASSWORD_EXPIRED", "RECOVERY", "PROVISIONED"].includes(user.status);
}

/** The groups that a user is a member of. */
export function listGroupsOfUser(org: Org, userId: string): StoredGroup[] {
  return org.store
    .list("memberships")
    .filter((membership) => membership.userId === userId)
    .flatMap(({ groupId }) => org.store.get("groups", groupId) ?? []);
}

/** The changes that make a user a member of a group; none when they are one. */
export function joinChanges(org: Org, groupId: string, userId: string): Change[] {
  const key = `${groupId}/${userId}`;
  if (org.store.get("memberships", key) !== undefined) return [];
  return [put("memberships", key, { groupId, userId }), ...touchGroup(org, groupId)];
}

/** The changes that take a user out of a group; none when they aren't in it. */
export function leaveChanges(org: Org, groupId: string, userId: string): Change[] {
  const key = `${groupId}/${userId}`;
  if (org.store.get("memberships", key) === undefined) return [];
  return [remove("memberships", key), ...touchGroup(org, groupId)];
}

function touchGroup(org: Org, groupId: string): Change[] {
  const group = org.store.get("groups", groupId);
  const lastMembershipUpdated = org.clock.now().toISOString();
  return group === undefined ? [] : [put("groups", groupId, { ...group, lastMembershipUpdated })];
}
