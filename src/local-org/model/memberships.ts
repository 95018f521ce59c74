import type { Org } from "../org.ts";
import type { StoredGroup } from "../store/collections.ts";
import type { Change } from "../store/change.ts";
import { put, remove } from "../store/change.ts";

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
