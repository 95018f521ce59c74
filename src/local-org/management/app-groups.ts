import { asObject, omit } from "../json.ts";
import type { Router } from "@koa/router";
import type { Org } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { JsonObject } from "../json.ts";
import type { StoredApp, StoredAssignment } from "../store/collections.ts";

import { ApiError, notFound } from "../http/api-error.ts";
import { appOf } from "./apps.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, noContent, objectBody, ok } from "./request-context.ts";
import { pageOf } from "./paging.ts";

/** `/api/v1/apps/{appId}/groups`: who may use the app (Okta: Application Groups API). */
export function appGroupRoutes(router: Router, org: Org): void {
  const one = "/api/v1/apps/:appId/groups/:groupId";
  router.get("/api/v1/apps/:appId/groups", handle(org, listAssignments));
  router.get(
    one,
    handle(org, (request) => ok(view(request, assignmentOf(request)))),
  );
  router.put(one, handle(org, assign));
  router.delete(one, handle(org, unassign));
}

function listAssignments(request: RequestContext) {
  const assignments = request.org.store.listUnder("appGroups", `${appOf(request).id}/`);
  const page = pageOf(request, assignments, { usual: 20, most: 200 });
  return ok(page.map((assignment) => view(request, assignment)));
}

function assign(request: RequestContext) {
  const app = appOf(request);
  refuseWhenImplicit(app);
  const groupId = request.params["groupId"] ?? "";
  if (request.org.store.get("groups", groupId) === undefined) throw notFound(groupId, "UserGroup");
  const now = request.org.clock.now().toISOString();
  const known = request.org.store.get("appGroups", `${app.id}/${groupId}`);
  const body = objectBody(request);
  const assignment: StoredAssignment = {
    id: groupId,
    appId: app.id,
    created: known?.created ?? now,
    lastUpdated: now,
    priority: body["priority"] ?? known?.["priority"] ?? 0,
    profile: body["profile"] ?? {},
  };
  request.write([put("appGroups", `${app.id}/${groupId}`, assignment)]);
  return ok(view(request, assignment));
}

/** With Federation Broker Mode everybody may use the app, and nobody is assigned by hand. */
export function refuseWhenImplicit(app: StoredApp): void {
  if (asObject(app["settings"])?.["implicitAssignment"] !== true) return;
  throw new ApiError(403, "E0000039", "Operation on application settings failed.", [
    "Assignments can't be changed while Federation Broker Mode (implicitAssignment) is on.",
  ]);
}

function unassign(request: RequestContext) {
  const assignment = assignmentOf(request);
  request.write([remove("appGroups", `${assignment.appId}/${assignment.id}`)]);
  return noContent;
}

function assignmentOf(request: RequestContext): StoredAssignment {
  const groupId = request.params["groupId"] ?? "";
  const assignment = request.org.store.get("appGroups", `${appOf(request).id}/${groupId}`);
  if (assignment === undefined) throw notFound(groupId, "ApplicationGroupAssignment");
  return assignment;
}

function view(request: RequestContext, assignment: StoredAssignment): JsonObject {
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
