import { asObject, textOf } from "../json.ts";
import type { Router } from "@koa/router";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { JsonObject } from "../json.ts";
import type { StoredGroup } from "../store/collections.ts";
import { forbidden, notFound } from "../http/api-error.ts";
import type { Exchange } from "./exchange.ts";
import { handle, noContent, objectBody, ok } from "./exchange.ts";
import { parseFilter } from "./filter.ts";
import { pageOf } from "./paging.ts";
import { blank, check, lengthOf, taken, throwIfAny } from "./problems.ts";
import { userView } from "./users.ts";

/** `/api/v1/groups` (Okta: Groups API). */
export function groupRoutes(router: Router, org: Org): void {
  router.get("/api/v1/groups", handle(org, listGroups));
  router.post("/api/v1/groups", handle(org, createGroup));
  router.delete("/api/v1/groups/:groupId", handle(org, deleteGroup));
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

function createGroup(exchange: Exchange) {
  const { store, clock } = exchange.org;
  const profile = asObject(objectBody(exchange)["profile"]) ?? {};
  const name = textOf(profile["name"]);
  throwIfAny([
    ...check(name.trim() !== "", "name", blank),
    ...check(lengthOf(name) <= 255, "name", "The field must not be longer than 255 characters"),
    ...check(
      store.list("groups").every((group) => group.profile.name !== name),
      "name",
      taken,
    ),
  ]);
  const group = {
    ...stamp(clock, "00g"),
    type: "OKTA_GROUP" as const,
    profile: { description: null, ...profile, name },
  };
  store.write([put("groups", group.id, group)]);
  return ok(view(exchange, group));
}

/** With its memberships and its assignments to apps. The groups that Okta made stay. */
function deleteGroup(exchange: Exchange) {
  const { store } = exchange.org;
  const { id, type } = groupOf(exchange);
  if (type === "BUILT_IN") throw forbidden();
  const assignments = store.list("appGroups").filter((assignment) => assignment.id === id);
  store.write([
    remove("groups", id),
    ...store.listUnder("memberships", `${id}/`).map(({ userId }) => remove("memberships", `${id}/${userId}`)),
    ...assignments.map(({ appId }) => remove("appGroups", `${appId}/${id}`)),
  ]);
  return noContent;
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
