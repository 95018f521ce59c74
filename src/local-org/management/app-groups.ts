import { asObject, omit } from "../json.ts";
import type { Router } from "@koa/router";
import type { Org } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { JsonObject } from "../json.ts";
import type { StoredApp, StoredAssignment } from "../store/collections.ts";

import { ApiError, notFound } from "../http/api-error.ts";
import { appOf } from "./apps.ts";
import type { Exchange } from "./exchange.ts";
import { handle, noContent, objectBody, ok } from "./exchange.ts";
import { pageOf } from "./paging.ts";

/** `/api/v1/apps/{appId}/groups`: who may use the app (Okta: Application Groups API). */
export function appGroupRoutes(router: Router, org: Org): void {
  const one = "/api/v1/apps/:appId/groups/:groupId";
  router.get("/api/v1/apps/:appId/groups", handle(org, listAssignments));
  router.get(
    one,
    handle(org, (exchange) => ok(view(exchange, assignmentOf(exchange)))),
  );
  router.put(one, handle(org, assign));
  router.delete(one, handle(org, unassign));
}

function listAssignments(exchange: Exchange) {
  const assignments = exchange.org.store.listUnder("appGroups", `${appOf(exchange).id}/`);
  const page = pageOf(exchange, assignments, { usual: 20, most: 200 });
  return ok(page.map((assignment) => view(exchange, assignment)));
}

function assign(exchange: Exchange) {
  const app = appOf(exchange);
  refuseWhenImplicit(app);
  const groupId = exchange.params["groupId"] ?? "";
  if (exchange.org.store.get("groups", groupId) === undefined) throw notFound(groupId, "UserGroup");
  const now = exchange.org.clock.now().toISOString();
  const known = exchange.org.store.get("appGroups", `${app.id}/${groupId}`);
  const body = objectBody(exchange);
  const assignment: StoredAssignment = {
    id: groupId,
    appId: app.id,
    created: known?.created ?? now,
    lastUpdated: now,
    priority: body["priority"] ?? known?.["priority"] ?? 0,
    profile: body["profile"] ?? {},
  };
  exchange.write([put("appGroups", `${app.id}/${groupId}`, assignment)]);
  return ok(view(exchange, assignment));
}

/** With Federation Broker Mode everybody may use the app, and nobody is assigned by hand. */
export function refuseWhenImplicit(app: StoredApp): void {
  if (asObject(app["settings"])?.["implicitAssignment"] !== true) return;
  throw new ApiError(403, "E0000039", "Operation on application settings failed.", [
    "Assignments can't be changed while Federation Broker Mode (implicitAssignment) is on.",
  ]);
}

function unassign(exchange: Exchange) {
  const assignment = assignmentOf(exchange);
  exchange.write([remove("appGroups", `${assignment.appId}/${assignment.id}`)]);
  return noContent;
}

function assignmentOf(exchange: Exchange): StoredAssignment {
  const groupId = exchange.params["groupId"] ?? "";
  const assignment = exchange.org.store.get("appGroups", `${appOf(exchange).id}/${groupId}`);
  if (assignment === undefined) throw notFound(groupId, "ApplicationGroupAssignment");
  return assignment;
}

function view(exchange: Exchange, assignment: StoredAssignment): JsonObject {
  const app = `${exchange.origin}/api/v1/apps/${assignment.appId}`;
  return {
    ...omit(assignment, ["appId", "created"]),
    _links: {
      app: { href: app },
      self: { href: `${app}/groups/${assignment.id}` },
      group: { href: `${exchange.origin}/api/v1/groups/${assignment.id}` },
    },
  };
}
