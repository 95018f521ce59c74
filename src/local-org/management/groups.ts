import type { Router } from "@koa/router";
import { forbidden, notFound } from "../http/api-error.ts";
import { asObject, textOf } from "../json.ts";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { StoredGroup } from "../store/collections.ts";
import type { Exchange } from "./exchange.ts";
import { handle, noContent, objectBody, ok } from "./exchange.ts";
import { listGroups } from "./group-list.ts";
import { groupView } from "./group-view.ts";
import { blank, check, lengthOf, taken, throwIfAny } from "./problems.ts";

/** `/api/v1/groups` (Okta: Groups API). */
export function groupRoutes(router: Router, org: Org): void {
  const one = "/api/v1/groups/:groupId";
  router.get("/api/v1/groups", handle(org, listGroups));
  router.post("/api/v1/groups", handle(org, createGroup));
  router.get(
    one,
    handle(org, (exchange) => ok(groupView(exchange, groupOf(exchange)))),
  );
  router.put(one, handle(org, replaceGroup));
  router.delete(one, handle(org, deleteGroup));
}

/** The group that the path names. Throws E0000007. */
export function groupOf(exchange: Exchange): StoredGroup {
  const id = exchange.params["groupId"] ?? "";
  const group = exchange.org.store.get("groups", id);
  if (group === undefined) throw notFound(id, "UserGroup");
  return group;
}

/** The group that the path names, when it isn't one that Okta made. Throws E0000007 and E0000006. */
export function ownGroupOf(exchange: Exchange): StoredGroup {
  const group = groupOf(exchange);
  if (group.type === "BUILT_IN") throw forbidden();
  return group;
}

function createGroup(exchange: Exchange) {
  const profile = profileIn(exchange, undefined);
  const group: StoredGroup = { ...stamp(exchange.org.clock, "00g"), type: "OKTA_GROUP", profile };
  exchange.write([put("groups", group.id, group)]);
  return ok(groupView(exchange, group));
}

function replaceGroup(exchange: Exchange) {
  const known = ownGroupOf(exchange);
  const lastUpdated = exchange.org.clock.now().toISOString();
  const group = { ...known, profile: profileIn(exchange, known), lastUpdated };
  exchange.write([put("groups", group.id, group)]);
  return ok(groupView(exchange, group));
}

function profileIn(exchange: Exchange, known: StoredGroup | undefined): StoredGroup["profile"] {
  const profile = asObject(objectBody(exchange)["profile"]) ?? {};
  const name = textOf(profile["name"]);
  const others = exchange.org.store.list("groups").filter((group) => group.id !== known?.id);
  throwIfAny([
    ...check(name.trim() !== "", "name", blank),
    ...check(lengthOf(name) <= 255, "name", "The field must not be longer than 255 characters"),
    ...check(
      others.every((group) => group.profile.name !== name),
      "name",
      taken,
    ),
  ]);
  return { description: null, ...profile, name };
}

/** With its memberships and its assignments to apps. */
function deleteGroup(exchange: Exchange) {
  const { store } = exchange.org;
  const { id } = ownGroupOf(exchange);
  const assignments = store.list("appGroups").filter((assignment) => assignment.id === id);
  exchange.write([
    remove("groups", id),
    ...store.listUnder("memberships", `${id}/`).map(({ userId }) => remove("memberships", `${id}/${userId}`)),
    ...assignments.map(({ appId }) => remove("appGroups", `${appId}/${id}`)),
  ]);
  return noContent;
}
