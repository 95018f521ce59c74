import type { Router } from "@koa/router";
import { ApiError, notFound } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { asObject, omit, textOf } from "../json.ts";
import { findUserAssignment, listUserAssignments } from "../model/app-assignments.ts";
import type { Org } from "../org.ts";
import { put } from "../store/change.ts";
import type { StoredAssignment } from "../store/collections.ts";
import { refuseWhenImplicit } from "./app-groups.ts";
import { apps } from "./apps.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, readObject, ok } from "./request-context.ts";
import { resource } from "./resource.ts";

const userAssignments = resource({
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
  view: viewAssignment,
});

/** `/api/v1/apps/{appId}/users`: who may use the app, directly or through a group (Okta: Application Users API). */
export function addAppUserRoutes(router: Router, org: Org): void {
  userAssignments.addRoutes(router, org);
  router.post("/api/v1/apps/:appId/users", handle(org, assign));
  router.post("/api/v1/apps/:appId/users/:userId", handle(org, update));
}

function assign(request: RequestContext) {
  const app = apps.find(request);
  refuseWhenImplicit(app);
  const body = readObject(request);
  const id = textOf(body["id"]);
  const user = request.org.store.get("users", id);
  if (user === undefined) throw notFound(id, "User");
  if (user.status === "DEPROVISIONED") {
    throw new ApiError(403, "E0000117", "Cannot assign apps or update app profiles for an inactive user.");
  }
  const now = request.org.clock.now().toISOString();
  const assignment: StoredAssignment = {
    id,
    appId: app.id,
    created: request.org.store.get("appUsers", `${app.id}/${id}`)?.created ?? now,
    lastUpdated: now,
    scope: textOf(body["scope"]) || "USER",
    status: "ACTIVE",
    credentials: { userName: user.profile.login, ...asObject(body["credentials"]) },
    profile: body["profile"] ?? {},
  };
  request.write([put("appUsers", `${app.id}/${id}`, assignment)]);
  return ok(viewAssignment(request, assignment));
}

function update(request: RequestContext) {
  const known = userAssignments.find(request);
  const body = readObject(request);
  const assignment = {
    ...known,
    lastUpdated: request.org.clock.now().toISOString(),
    credentials: { ...asObject(known["credentials"]), ...asObject(body["credentials"]) },
    profile: { ...asObject(known["profile"]), ...asObject(body["profile"]) },
  };
  request.write([put("appUsers", `${known.appId}/${known.id}`, assignment)]);
  return ok(viewAssignment(request, assignment));
}

/** Only a direct assignment can be removed from a user. */
function refuseThroughGroup({ appId, id }: StoredAssignment, { org }: RequestContext): void {
  if (org.store.get("appUsers", `${appId}/${id}`) !== undefined) return;
  throw new ApiError(403, "E0000046", "Deactivate application for user forbidden.", [
    "The user has the application through a group.",
  ]);
}

function viewAssignment(request: RequestContext, assignment: StoredAssignment): JsonObject {
  const app = `${request.origin}/api/v1/apps/${assignment.appId}`;
  return {
    ...omit(assignment, ["appId"]),
    statusChanged: assignment.created,
    syncState: "DISABLED",
    _links: { app: { href: app }, user: { href: `${request.origin}/api/v1/users/${assignment.id}` } },
  };
}
