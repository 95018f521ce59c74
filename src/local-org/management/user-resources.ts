import type { Router } from "@koa/router";
import { toObject } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { Org } from "../org.ts";
import { listGroupsOfUser } from "../model/users.ts";
import { adminGroup } from "../model/seed.ts";
import type { StoredApp, StoredGroup, StoredUser } from "../store/collections.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, ok } from "./request-context.ts";
import { viewGroup } from "./groups.ts";
import { takePage } from "./paging.ts";
import { users } from "./users.ts";

/** What belongs to a user: groups, app links and administrator roles (Okta: User Resources API, Role Assignments API). */
export function addUserResourceRoutes(router: Router, org: Org): void {
  router.get("/api/v1/users/:userId/groups", handle(org, listGroups));
  router.get("/api/v1/users/:userId/appLinks", handle(org, listAppLinks));
  router.get("/api/v1/users/:userId/roles", handle(org, listRoles));
}

function listGroups(request: RequestContext) {
  const groups = listGroupsOfUser(request.org, users.find(request).id);
  const page = takePage(request, groups, { usual: 200, most: 200 });
  return ok(page.map((group) => viewGroup(request, group)));
}

function listAppLinks(request: RequestContext) {
  const user = users.find(request);
  const mine = listAppIds(request.org, user.id);
  const apps = request.org.store
    .list("apps")
    .filter((app) => app.status === "ACTIVE" && (mine.has(app.id) || isForEverybody(app)));
  return ok(apps.map((app, index) => viewLink(request.origin, app, { userId: user.id, index })));
}

/** The local org has only one role: members of the group of administrators may do everything. */
function listRoles(request: RequestContext) {
  const user = users.find(request);
  const groups = listGroupsOfUser(request.org, user.id).filter(({ profile }) => profile.name === adminGroup);
  return ok(groups.map((group) => viewRole(request.origin, user, group)));
}

function viewRole(origin: string, user: StoredUser, group: StoredGroup): JsonObject {
  return {
    id: `irb${group.id.slice(3)}`,
    label: "Super Administrator",
    type: "SUPER_ADMIN",
    status: "ACTIVE",
    created: group.created,
    lastUpdated: group.lastUpdated,
    assignmentType: "GROUP",
    _links: { assignee: { href: `${origin}/api/v1/users/${user.id}` } },
  };
}

/** Reads each collection once, however many apps there are. */
function listAppIds(org: Org, userId: string): ReadonlySet<string> {
  const groupIds = new Set(listGroupsOfUser(org, userId).map(({ id }) => id));
  const direct = org.store.list("appUsers").filter(({ id }) => id === userId);
  const byGroup = org.store.list("appGroups").filter(({ id }) => groupIds.has(id));
  return new Set([...direct, ...byGroup].map(({ appId }) => appId));
}

function isForEverybody(app: StoredApp): boolean {
  return app.name === "oidc_client" && toObject(app["settings"])?.["implicitAssignment"] === true;
}

function viewLink(
  origin: string,
  app: StoredApp,
  { userId, index }: { readonly userId: string; readonly index: number },
): JsonObject {
  return {
    id: userId,
    label: app.label,
    linkUrl: `${origin}/home/${app.name}/${app.id}/start`,
    logoUrl: null,
    appName: app.name,
    appInstanceId: app.id,
    appAssignmentId: `0ua${app.id.slice(3)}`,
    credentialsSetup: false,
    hidden: toObject(toObject(app["visibility"])?.["hide"])?.["web"] === true,
    sortOrder: index,
  };
}
