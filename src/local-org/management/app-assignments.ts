import type { Router } from "@koa/router";
import { ApiError, createNotFoundError } from "../http/api-error.ts";
import type { Json, JsonObject } from "../json.ts";
import { toObject, omit, toText } from "../json.ts";
import { findUserAssignment, listUserAssignments } from "../model/apps.ts";
import type { Org } from "../org.ts";
import { put } from "../store/change.ts";
import type { StoredApp, StoredAssignment } from "../store/collections.ts";
import { viewUserAssignment } from "./app-user-view.ts";
import { apps } from "./apps.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, ok, readObject } from "./request-context.ts";
import { defineResource } from "./resource.ts";

const groupAssignments = defineResource({
  path: "/api/v1/apps/:appId/groups",
  param: "groupId",
  collection: "appGroups",
  kind: "ApplicationGroupAssignment",
  verbs: ["list", "get", "delete"],
  page: { usual: 20, most: 200 },
  parentOf: (request) => apps.find(request).id,
  list: listGroupAssignments,
  view: viewGroupAssignment,
});

/** `q` compares the beginning of the group's name. */
function listGroupAssignments({ org, query }: RequestContext, appId: string): readonly StoredAssignment[] {
  const all = org.store.listUnder("appGroups", `${appId}/`);
  const start = query("q")?.toLowerCase();
  if (start === undefined) return all;
  return all.filter(({ id }) => org.store.get("groups", id)?.profile.name.toLowerCase().startsWith(start));
}

/** `/api/v1/apps/{appId}/groups`: which groups may use the app (Okta: Application Groups API). */
export function addAppGroupRoutes(router: Router, org: Org): void {
  groupAssignments.addRoutes(router, org);
  router.put("/api/v1/apps/:appId/groups/:groupId", handle(org, assignGroup));
}

function assignGroup(request: RequestContext) {
  const app = apps.find(request);
  refuseWhenImplicit(app);
  const groupId = request.params["groupId"] ?? "";
  if (request.org.store.get("groups", groupId) === undefined) throw createNotFoundError(groupId, "UserGroup");
  const now = request.org.clock.now().toISOString();
  const known = request.org.store.get("appGroups", `${app.id}/${groupId}`);
  const body = readObject(request);
  const assignment: StoredAssignment = {
    id: groupId,
    appId: app.id,
    created: known?.created ?? now,
    lastUpdated: now,
    priority: body["priority"] ?? known?.["priority"] ?? countOthers(request, app.id),
    profile: body["profile"] ?? {},
  };
  request.write([put("appGroups", `${app.id}/${groupId}`, assignment)]);
  return ok(viewGroupAssignment(request, assignment));
}

/** The last place among the groups of the app. */
function countOthers({ org }: RequestContext, appId: string): number {
  return org.store.listUnder("appGroups", `${appId}/`).length;
}

/** With Federation Broker Mode everybody may use the app, and nobody can be assigned. */
function refuseWhenImplicit(app: StoredApp): void {
  if (toObject(app["settings"])?.["implicitAssignment"] !== true) return;
  throw new ApiError(403, "E0000039", "Operation on application settings failed.", [
    "Assignments can't be changed while Federation Broker Mode (implicitAssignment) is on.",
  ]);
}

function viewGroupAssignment(request: RequestContext, assignment: StoredAssignment): JsonObject {
  const app = `${request.origin}/api/v1/apps/${assignment.appId}`;
  return {
    ...omit(assignment, ["appId", "created"]),
    _links: {
      app: { href: app },
      self: { href: `${app}/groups/${assignment.id}` },
      group: { href: `${request.origin}/api/v1/groups/${assignment.id}` },
    },
  };
}

const userAssignments = defineResource({
  path: "/api/v1/apps/:appId/users",
  param: "userId",
  collection: "appUsers",
  kind: "AppUser",
  verbs: ["list", "get", "delete"],
  page: { usual: 50, most: 500 },
  parentOf: (request) => apps.find(request).id,
  // Also the users who have the app through a group.
  find: (request, userId) => findUserAssignment(request.org, apps.find(request).id, userId),
  list: listAssignedUsers,
  refuseDeletion: refuseThroughGroup,
  view: viewUserAssignment,
});

/** `q` compares the beginning of the username, the names and the email address. */
function listAssignedUsers({ org, query }: RequestContext, appId: string): readonly StoredAssignment[] {
  const all = listUserAssignments(org, appId);
  const start = query("q")?.toLowerCase();
  if (start === undefined) return all;
  return all.filter((assignment) => {
    const profile: JsonObject = org.store.get("users", assignment.id)?.profile ?? {};
    const { userName } = toObject(assignment["credentials"]) ?? {};
    return [userName, profile["firstName"], profile["lastName"], profile["email"]].some((text) =>
      toText(text).toLowerCase().startsWith(start),
    );
  });
}

/** `/api/v1/apps/{appId}/users`: who may use the app, directly or through a group (Okta: Application Users API). */
export function addAppUserRoutes(router: Router, org: Org): void {
  userAssignments.addRoutes(router, org);
  router.post("/api/v1/apps/:appId/users", handle(org, assignUser));
  router.post("/api/v1/apps/:appId/users/:userId", handle(org, updateUserAssignment));
}

function assignUser(request: RequestContext) {
  const app = apps.find(request);
  refuseWhenImplicit(app);
  const body = readObject(request);
  const id = toText(body["id"]);
  const user = request.org.store.get("users", id);
  if (user === undefined) throw createNotFoundError(id, "User");
  if (user.status === "DEPROVISIONED") {
    throw new ApiError(403, "E0000117", "Cannot assign apps or update app profiles for an inactive user.");
  }
  const now = request.org.clock.now().toISOString();
  const assignment: StoredAssignment = {
    id,
    appId: app.id,
    created: request.org.store.get("appUsers", `${app.id}/${id}`)?.created ?? now,
    lastUpdated: now,
    scope: toText(body["scope"]) || "USER",
    status: "ACTIVE",
    credentials: { userName: user.profile.login, ...omitPassword(body["credentials"]) },
    profile: body["profile"] ?? {},
  };
  request.write([put("appUsers", `${app.id}/${id}`, assignment)]);
  return ok(viewUserAssignment(request, assignment));
}

function updateUserAssignment(request: RequestContext) {
  const known = userAssignments.find(request);
  const body = readObject(request);
  const assignment = {
    ...known,
    lastUpdated: request.org.clock.now().toISOString(),
    credentials: { ...toObject(known["credentials"]), ...omitPassword(body["credentials"]) },
    profile: { ...toObject(known["profile"]), ...toObject(body["profile"]) },
  };
  request.write([put("appUsers", `${known.appId}/${known.id}`, assignment)]);
  return ok(viewUserAssignment(request, assignment));
}

/** An OIDC app has no passwords of its own. */
function omitPassword(credentials: Json | undefined): JsonObject {
  return omit(toObject(credentials) ?? {}, ["password"]);
}

/** Only a direct assignment can be removed from a user. */
function refuseThroughGroup({ appId, id }: StoredAssignment, { org }: RequestContext): void {
  if (org.store.get("appUsers", `${appId}/${id}`) !== undefined) return;
  throw new ApiError(403, "E0000046", "Deactivate application for user forbidden.", [
    "The user has the application through a group.",
  ]);
}
