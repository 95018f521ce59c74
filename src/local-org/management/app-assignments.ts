import type { Router } from "@koa/router";
import { ApiError, createNotFoundError } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { toObject, omit, toText } from "../json.ts";
import { findUserAssignment, listUserAssignments } from "../model/apps.ts";
import type { Org } from "../org.ts";
import { put } from "../store/change.ts";
import type { StoredApp, StoredAssignment } from "../store/collections.ts";
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
  view: viewGroupAssignment,
});

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
    priority: body["priority"] ?? known?.["priority"] ?? 0,
    profile: body["profile"] ?? {},
  };
  request.write([put("appGroups", `${app.id}/${groupId}`, assignment)]);
  return ok(viewGroupAssignment(request, assignment));
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
  list: ({ org }, appId) => listUserAssignments(org, appId),
  refuseDeletion: refuseThroughGroup,
  view: viewUserAssignment,
});

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
    credentials: { userName: user.profile.login, ...toObject(body["credentials"]) },
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
    credentials: { ...toObject(known["credentials"]), ...toObject(body["credentials"]) },
    profile: { ...toObject(known["profile"]), ...toObject(body["profile"]) },
  };
  request.write([put("appUsers", `${known.appId}/${known.id}`, assignment)]);
  return ok(viewUserAssignment(request, assignment));
}

/** Only a direct assignment can be removed from a user. */
function refuseThroughGroup({ appId, id }: StoredAssignment, { org }: RequestContext): void {
  if (org.store.get("appUsers", `${appId}/${id}`) !== undefined) return;
  throw new ApiError(403, "E0000046", "Deactivate application for user forbidden.", [
    "The user has the application through a group.",
  ]);
}

function viewUserAssignment(request: RequestContext, assignment: StoredAssignment): JsonObject {
  const app = `${request.origin}/api/v1/apps/${assignment.appId}`;
  return {
    ...omit(assignment, ["appId"]),
    statusChanged: assignment.created,
    syncState: "DISABLED",
    _links: { app: { href: app }, user: { href: `${request.origin}/api/v1/users/${assignment.id}` } },
  };
}
