import type { Router } from "@koa/router";
import { notFound } from "../http/api-error.ts";
import type { Org } from "../org.ts";
import { viewApp } from "./apps.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, noContent, ok } from "./request-context.ts";
import { groups, findOwnGroup } from "./groups.ts";
import { joinChanges, leaveChanges } from "../model/memberships.ts";
import { takePage } from "./paging.ts";
import { viewUser } from "./users.ts";

/** Who is in a group, and which apps it may use. */
export function addGroupResourceRoutes(router: Router, org: Org): void {
  router.get("/api/v1/groups/:groupId/users", handle(org, listMembers));
  router.put("/api/v1/groups/:groupId/users/:userId", handle(org, addMember));
  router.delete("/api/v1/groups/:groupId/users/:userId", handle(org, removeMember));
  router.get("/api/v1/groups/:groupId/apps", handle(org, listApps));
}

function listMembers(request: RequestContext) {
  const { store } = request.org;
  const members = store
    .listUnder("memberships", `${groups.find(request).id}/`)
    .flatMap(({ userId }) => store.get("users", userId) ?? [])
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return ok(takePage(request, members, { usual: 1000, most: 1000 }).map((user) => viewUser(request, user)));
}

function addMember(request: RequestContext) {
  request.write(joinChanges(request.org, findOwnGroup(request).id, findMemberId(request)));
  return noContent;
}

/** Succeeds also when the user isn't in the group. */
function removeMember(request: RequestContext) {
  request.write(leaveChanges(request.org, findOwnGroup(request).id, findMemberId(request)));
  return noContent;
}

function findMemberId(request: RequestContext): string {
  const id = request.params["userId"] ?? "";
  if (request.org.store.get("users", id) === undefined) throw notFound(id, "User");
  return id;
}

function listApps(request: RequestContext) {
  const { id } = groups.find(request);
  const { store } = request.org;
  const apps = store
    .list("appGroups")
    .filter((assignment) => assignment.id === id)
    .flatMap(({ appId }) => store.get("apps", appId) ?? [])
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return ok(takePage(request, apps, { usual: 20, most: 200 }).map((app) => viewApp(request, app)));
}
