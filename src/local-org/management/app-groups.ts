import type { Router } from "@koa/router";
import { ApiError, notFound } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { asObject, omit } from "../json.ts";
import type { Org } from "../org.ts";
import { put } from "../store/change.ts";
import type { StoredApp, StoredAssignment } from "../store/collections.ts";
import { apps } from "./apps.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, readObject, ok } from "./request-context.ts";
import { resource } from "./resource.ts";

const groupAssignments = resource({
  path: "/api/v1/apps/:appId/groups",
  param: "groupId",
  collection: "appGroups",
  kind: "ApplicationGroupAssignment",
  verbs: ["list", "get", "delete"],
  page: { usual: 20, most: 200 },
  parentOf: (request) => apps.find(request).id,
  view: viewAssignment,
});

/** `/api/v1/apps/{appId}/groups`: which groups may use the app (Okta: Application Groups API). */
export function addAppGroupRoutes(router: Router, org: Org): void {
  groupAssignments.addRoutes(router, org);
  router.put("/api/v1/apps/:appId/groups/:groupId", handle(org, assign));
}

function assign(request: RequestContext) {
  const app = apps.find(request);
  refuseWhenImplicit(app);
  const groupId = request.params["groupId"] ?? "";
  if (request.org.store.get("groups", groupId) === undefined) throw notFound(groupId, "UserGroup");
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
  return ok(viewAssignment(request, assignment));
}

/** With Federation Broker Mode everybody may use the app, and nobody can be assigned. */
export function refuseWhenImplicit(app: StoredApp): void {
  if (asObject(app["settings"])?.["implicitAssignment"] !== true) return;
  throw new ApiError(403, "E0000039", "Operation on application settings failed.", [
    "Assignments can't be changed while Federation Broker Mode (implicitAssignment) is on.",
  ]);
}

function viewAssignment(request: RequestContext, assignment: StoredAssignment): JsonObject {
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
