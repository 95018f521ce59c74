import { textOf } from "../json.ts";
import type { Router } from "@koa/router";
import type { Org } from "../org.ts";
import type { JsonObject } from "../json.ts";
import type { StoredGroup } from "../store/collections.ts";
import { notFound } from "./api-error.ts";
import type { Exchange } from "./exchange.ts";
import { handle, ok } from "./exchange.ts";
import { parseFilter } from "./filter.ts";
import { pageOf } from "./paging.ts";
import { userView } from "./users.ts";

/** `/api/v1/groups` (Okta: Groups API). */
export function groupRoutes(router: Router, org: Org): void {
  router.get("/api/v1/groups", handle(org, listGroups));
  router.get("/api/v1/groups/:groupId/users", handle(org, listMembers));
  router.get(
    "/api/v1/groups/:groupId",
    handle(org, (exchange) => ok(view(exchange, groupOf(exchange)))),
  );
}

function groupOf(exchange: Exchange): StoredGroup {
  const id = exchange.params["groupId"] ?? "";
  const group = exchange.org.store.get("groups", id);
  if (group === undefined) throw notFound(id, "UserGroup");
  return group;
}

function listMembers(exchange: Exchange) {
  const { store } = exchange.org;
  const members = store
    .listUnder("memberships", `${groupOf(exchange).id}/`)
    .flatMap(({ userId }) => store.get("users", userId) ?? []);
  return ok(pageOf(exchange, members, { usual: 1000, most: 1000 }).map((user) => userView(exchange, user)));
}

function listGroups(exchange: Exchange) {
  const [filter, search] = [exchange.query("filter"), exchange.query("search")];
  const passesFilter = filter === undefined ? () => true : parseFilter(filter, filterable);
  const passesSearch = search === undefined ? () => true : parseFilter(search, searchable);
  const start = exchange.query("q")?.toLowerCase() ?? "";
  const groups = exchange.org.store
    .list("groups")
    .filter(
      (group) =>
        group.profile.name.toLowerCase().startsWith(start) && passesFilter(group) && passesSearch(group),
    );
  return ok(pageOf(exchange, groups, { usual: 200, most: 10_000 }).map((group) => view(exchange, group)));
}

/** `filter` knows few attributes; `search` also knows the profile. */
const filterable = {
  id: (group: StoredGroup) => group.id,
  type: (group: StoredGroup) => group.type,
  lastUpdated: (group: StoredGroup) => group.lastUpdated,
  lastMembershipUpdated: (group: StoredGroup) => group.lastUpdated,
};

const searchable = {
  ...filterable,
  created: (group: StoredGroup) => group.created,
  "profile.name": (group: StoredGroup) => group.profile.name,
  "profile.description": (group: StoredGroup) => textOf(group.profile["description"]),
};

function view(exchange: Exchange, group: StoredGroup): JsonObject {
  const self = `${exchange.origin}/api/v1/groups/${group.id}`;
  return {
    ...group,
    lastMembershipUpdated: group.lastUpdated,
    objectClass: ["okta:user_group"],
    _links: { self: { href: self }, users: { href: `${self}/users` }, apps: { href: `${self}/apps` } },
  };
}
