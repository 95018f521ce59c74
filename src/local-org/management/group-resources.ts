import type { Router } from "@koa/router";
import { notFound } from "../http/api-error.ts";
import type { Org } from "../org.ts";
import { appView } from "./app-view.ts";
import type { Exchange } from "./exchange.ts";
import { handle, noContent, ok } from "./exchange.ts";
import { groupOf, ownGroupOf } from "./groups.ts";
import { joinChanges, leaveChanges } from "./membership.ts";
import { pageOf } from "./paging.ts";
import { userView } from "./user-view.ts";

/** Who is in a group, and which apps it may use. */
export function groupResourceRoutes(router: Router, org: Org): void {
  router.get("/api/v1/groups/:groupId/users", handle(org, listMembers));
  router.put("/api/v1/groups/:groupId/users/:userId", handle(org, addMember));
  router.delete("/api/v1/groups/:groupId/users/:userId", handle(org, removeMember));
  router.get("/api/v1/groups/:groupId/apps", handle(org, listApps));
}

function listMembers(exchange: Exchange) {
  const { store } = exchange.org;
  const members = store
    .listUnder("memberships", `${groupOf(exchange).id}/`)
    .flatMap(({ userId }) => store.get("users", userId) ?? [])
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return ok(pageOf(exchange, members, { usual: 1000, most: 1000 }).map((user) => userView(exchange, user)));
}

function addMember(exchange: Exchange) {
  exchange.write(joinChanges(exchange.org, ownGroupOf(exchange).id, memberIn(exchange)));
  return noContent;
}

/** Nobody minds when the user isn't in the group. */
function removeMember(exchange: Exchange) {
  exchange.write(leaveChanges(exchange.org, ownGroupOf(exchange).id, memberIn(exchange)));
  return noContent;
}

function memberIn(exchange: Exchange): string {
  const id = exchange.params["userId"] ?? "";
  if (exchange.org.store.get("users", id) === undefined) throw notFound(id, "User");
  return id;
}

function listApps(exchange: Exchange) {
  const { id } = groupOf(exchange);
  const { store } = exchange.org;
  const apps = store
    .list("appGroups")
    .filter((assignment) => assignment.id === id)
    .flatMap(({ appId }) => store.get("apps", appId) ?? [])
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return ok(pageOf(exchange, apps, { usual: 20, most: 200 }).map((app) => appView(exchange, app)));
}
