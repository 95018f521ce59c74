import type { JsonObject } from "../json.ts";
import { toObject, toText } from "../json.ts";
import type { Org } from "../org.ts";
import type { StoredApp, StoredAssignment } from "../store/collections.ts";

/** Every user of an app, in the order of their ids: those assigned directly, and the members of assigned groups. */
export function listUserAssignments(org: Org, appId: string): StoredAssignment[] {
  const found = new Map<string, StoredAssignment>();
  for (const group of org.store.listUnder("appGroups", `${appId}/`)) {
    for (const { userId } of org.store.listUnder("memberships", `${group.id}/`)) {
      const byGroup = assignThroughGroup(org, group, userId);
      if (byGroup !== undefined) found.set(userId, byGroup);
    }
  }
  for (const direct of org.store.listUnder("appUsers", `${appId}/`)) found.set(direct.id, direct);
  return [...found.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** The assignment by which a user may use an app; undefined when there is none. */
export function findUserAssignment(org: Org, appId: string, userId: string): StoredAssignment | undefined {
  const direct = org.store.get("appUsers", `${appId}/${userId}`);
  if (direct !== undefined) return direct;
  const group = org.store
    .listUnder("appGroups", `${appId}/`)
    .find(({ id }) => org.store.get("memberships", `${id}/${userId}`) !== undefined);
  return group === undefined ? undefined : assignThroughGroup(org, group, userId);
}

/** Whether the user may use the app: directly, by a group, or because everybody may (Federation Broker Mode). */
export function isAssigned(org: Org, app: StoredApp, userId: string): boolean {
  if (toObject(app["settings"])?.["implicitAssignment"] === true) return true;
  if (org.store.get("appUsers", `${app.id}/${userId}`) !== undefined) return true;
  return org.store
    .listUnder("appGroups", `${app.id}/`)
    .some(({ id }) => org.store.get("memberships", `${id}/${userId}`) !== undefined);
}

function assignThroughGroup(org: Org, group: StoredAssignment, userId: string): StoredAssignment | undefined {
  const user = org.store.get("users", userId);
  if (user === undefined || user.status === "DEPROVISIONED") return undefined;
  return {
    id: userId,
    appId: group.appId,
    created: group.created,
    lastUpdated: group.lastUpdated,
    scope: "GROUP",
    status: "ACTIVE",
    credentials: { userName: user.profile.login },
    profile: {},
  };
}

/** `credentials.oauthClient` of an app or of a body. */
export function oauthClientOf(app: JsonObject): JsonObject {
  return toObject(toObject(app["credentials"])?.["oauthClient"]) ?? {};
}

/** `settings.oauthClient` of an app or of a body. */
export function oauthSettingsOf(app: JsonObject): JsonObject {
  return toObject(toObject(app["settings"])?.["oauthClient"]) ?? {};
}

/** The client ID of an app: what `/authorize` calls `client_id`. The app's id unless another was chosen. */
export function clientIdOf(app: StoredApp): string {
  return toText(oauthClientOf(app)["client_id"]) || app.id;
}
