import type { Router } from "@koa/router";
import type { JsonObject } from "../json.ts";
import { asObject, omit, textOf } from "../json.ts";
import type { Org } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { StoredAssignment } from "../store/collections.ts";
import { ApiError, notFound } from "../http/api-error.ts";
import { assignmentOfUser, assignmentsOfUsers } from "./app-assignments.ts";
import { refuseWhenImplicit } from "./app-groups.ts";
import { appOf } from "./apps.ts";
import type { Exchange } from "./exchange.ts";
import { handle, noContent, objectBody, ok } from "./exchange.ts";
import { pageOf } from "./paging.ts";

/** `/api/v1/apps/{appId}/users`: who may use the app, by themselves or by a group (Okta: Application Users API). */
export function appUserRoutes(router: Router, org: Org): void {
  const one = "/api/v1/apps/:appId/users/:userId";
  router.get("/api/v1/apps/:appId/users", handle(org, listAssignments));
  router.post("/api/v1/apps/:appId/users", handle(org, assign));
  router.get(
    one,
    handle(org, (exchange) => ok(view(exchange, assignmentOf(exchange)))),
  );
  router.post(one, handle(org, update));
  router.delete(one, handle(org, unassign));
}

function listAssignments(exchange: Exchange) {
  const assignments = assignmentsOfUsers(exchange.org, appOf(exchange).id);
  const page = pageOf(exchange, assignments, { usual: 50, most: 500 });
  return ok(page.map((assignment) => view(exchange, assignment)));
}

function assign(exchange: Exchange) {
  const app = appOf(exchange);
  refuseWhenImplicit(app);
  const body = objectBody(exchange);
  const id = textOf(body["id"]);
  const user = exchange.org.store.get("users", id);
  if (user === undefined) throw notFound(id, "User");
  if (user.status === "DEPROVISIONED") {
    throw new ApiError(403, "E0000117", "Cannot assign apps or update app profiles for an inactive user.");
  }
  const now = exchange.org.clock.now().toISOString();
  const assignment: StoredAssignment = {
    id,
    appId: app.id,
    created: exchange.org.store.get("appUsers", `${app.id}/${id}`)?.created ?? now,
    lastUpdated: now,
    scope: textOf(body["scope"]) || "USER",
    status: "ACTIVE",
    credentials: { userName: user.profile.login, ...asObject(body["credentials"]) },
    profile: body["profile"] ?? {},
  };
  exchange.write([put("appUsers", `${app.id}/${id}`, assignment)]);
  return ok(view(exchange, assignment));
}

function update(exchange: Exchange) {
  const known = assignmentOf(exchange);
  const body = objectBody(exchange);
  const assignment = {
    ...known,
    lastUpdated: exchange.org.clock.now().toISOString(),
    credentials: { ...asObject(known["credentials"]), ...asObject(body["credentials"]) },
    profile: { ...asObject(known["profile"]), ...asObject(body["profile"]) },
  };
  exchange.write([put("appUsers", `${known.appId}/${known.id}`, assignment)]);
  return ok(view(exchange, assignment));
}

/** Only what was given to the user alone can be taken from the user alone. */
function unassign(exchange: Exchange) {
  const { appId, id } = assignmentOf(exchange);
  if (exchange.org.store.get("appUsers", `${appId}/${id}`) === undefined) {
    throw new ApiError(403, "E0000046", "Deactivate application for user forbidden.", [
      "The user has the application through a group.",
    ]);
  }
  exchange.write([remove("appUsers", `${appId}/${id}`)]);
  return noContent;
}

function assignmentOf(exchange: Exchange): StoredAssignment {
  const userId = exchange.params["userId"] ?? "";
  const assignment = assignmentOfUser(exchange.org, appOf(exchange).id, userId);
  if (assignment === undefined) throw notFound(userId, "AppUser");
  return assignment;
}

function view(exchange: Exchange, assignment: StoredAssignment): JsonObject {
  const app = `${exchange.origin}/api/v1/apps/${assignment.appId}`;
  return {
    ...omit(assignment, ["appId"]),
    statusChanged: assignment.created,
    syncState: "DISABLED",
    _links: { app: { href: app }, user: { href: `${exchange.origin}/api/v1/users/${assignment.id}` } },
  };
}
