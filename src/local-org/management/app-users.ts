import type { Router } from "@koa/router";
import type { JsonObject } from "../json.ts";
import { asObject, omit, textOf } from "../json.ts";
import type { Org } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { StoredAssignment } from "../store/collections.ts";
import { ApiError, notFound } from "../http/api-error.ts";
import { findUserAssignment, listUserAssignments } from "../model/app-assignments.ts";
import { refuseWhenImplicit } from "./app-groups.ts";
import { appOf } from "./apps.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, noContent, objectBody, ok } from "./request-context.ts";
import { pageOf } from "./paging.ts";

/** `/api/v1/apps/{appId}/users`: who may use the app, by themselves or by a group (Okta: Application Users API). */
export function appUserRoutes(router: Router, org: Org): void {
  const one = "/api/v1/apps/:appId/users/:userId";
  router.get("/api/v1/apps/:appId/users", handle(org, listAssignments));
  router.post("/api/v1/apps/:appId/users", handle(org, assign));
  router.get(
    one,
    handle(org, (request) => ok(view(request, assignmentOf(request)))),
  );
  router.post(one, handle(org, update));
  router.delete(one, handle(org, unassign));
}

function listAssignments(request: RequestContext) {
  const assignments = listUserAssignments(request.org, appOf(request).id);
  const page = pageOf(request, assignments, { usual: 50, most: 500 });
  return ok(page.map((assignment) => view(request, assignment)));
}

function assign(request: RequestContext) {
  const app = appOf(request);
  refuseWhenImplicit(app);
  const body = objectBody(request);
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
  return ok(view(request, assignment));
}

function update(request: RequestContext) {
  const known = assignmentOf(request);
  const body = objectBody(request);
  const assignment = {
    ...known,
    lastUpdated: request.org.clock.now().toISOString(),
    credentials: { ...asObject(known["credentials"]), ...asObject(body["credentials"]) },
    profile: { ...asObject(known["profile"]), ...asObject(body["profile"]) },
  };
  request.write([put("appUsers", `${known.appId}/${known.id}`, assignment)]);
  return ok(view(request, assignment));
}

/** Only what was given to the user alone can be taken from the user alone. */
function unassign(request: RequestContext) {
  const { appId, id } = assignmentOf(request);
  if (request.org.store.get("appUsers", `${appId}/${id}`) === undefined) {
    throw new ApiError(403, "E0000046", "Deactivate application for user forbidden.", [
      "The user has the application through a group.",
    ]);
  }
  request.write([remove("appUsers", `${appId}/${id}`)]);
  return noContent;
}

function assignmentOf(request: RequestContext): StoredAssignment {
  const userId = request.params["userId"] ?? "";
  const assignment = findUserAssignment(request.org, appOf(request).id, userId);
  if (assignment === undefined) throw notFound(userId, "AppUser");
  return assignment;
}

function view(request: RequestContext, assignment: StoredAssignment): JsonObject {
  const app = `${request.origin}/api/v1/apps/${assignment.appId}`;
  return {
    ...omit(assignment, ["appId"]),
    statusChanged: assignment.created,
    syncState: "DISABLED",
    _links: { app: { href: app }, user: { href: `${request.origin}/api/v1/users/${assignment.id}` } },
  };
}
