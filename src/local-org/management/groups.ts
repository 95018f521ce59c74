import type { Router } from "@koa/router";
import { forbidden, notFound } from "../http/api-error.ts";
import { asObject, textOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { StoredGroup } from "../store/collections.ts";
import type { FilterGrammar } from "./filter.ts";
import { attributesOf, parseFilter } from "./filter.ts";
import { pageOf, sortedBy } from "./paging.ts";
import { blank, check, lengthOf, taken, throwIfAny } from "../http/problems.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, noContent, objectBody, ok } from "./request-context.ts";

/** `/api/v1/groups` (Okta: Groups API). */
export function groupRoutes(router: Router, org: Org): void {
  const one = "/api/v1/groups/:groupId";
  router.get("/api/v1/groups", handle(org, listGroups));
  router.post("/api/v1/groups", handle(org, createGroup));
  router.get(
    one,
    handle(org, (request) => ok(groupView(request, groupOf(request)))),
  );
  router.put(one, handle(org, replaceGroup));
  router.delete(one, handle(org, deleteGroup));
}

/** The group that the path names. Throws E0000007. */
export function groupOf(request: RequestContext): StoredGroup {
  const id = request.params["groupId"] ?? "";
  const group = request.org.store.get("groups", id);
  if (group === undefined) throw notFound(id, "UserGroup");
  return group;
}

/** The group that the path names, when it isn't one that Okta made. Throws E0000007 and E0000006. */
export function ownGroupOf(request: RequestContext): StoredGroup {
  const group = groupOf(request);
  if (group.type === "BUILT_IN") throw forbidden();
  return group;
}

function createGroup(request: RequestContext) {
  const profile = profileIn(request, undefined);
  const group: StoredGroup = { ...stamp(request.org.clock, "00g"), type: "OKTA_GROUP", profile };
  request.write([put("groups", group.id, group)]);
  return ok(groupView(request, group));
}

function replaceGroup(request: RequestContext) {
  const known = ownGroupOf(request);
  const lastUpdated = request.org.clock.now().toISOString();
  const group = { ...known, profile: profileIn(request, known), lastUpdated };
  request.write([put("groups", group.id, group)]);
  return ok(groupView(request, group));
}

function profileIn(request: RequestContext, known: StoredGroup | undefined): StoredGroup["profile"] {
  const profile = asObject(objectBody(request)["profile"]) ?? {};
  const name = textOf(profile["name"]);
  const others = request.org.store.list("groups").filter((group) => group.id !== known?.id);
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
function deleteGroup(request: RequestContext) {
  const { store } = request.org;
  const { id } = ownGroupOf(request);
  const assignments = store.list("appGroups").filter((assignment) => assignment.id === id);
  request.write([
    remove("groups", id),
    ...store.listUnder("memberships", `${id}/`).map(({ userId }) => remove("memberships", `${id}/${userId}`)),
    ...assignments.map(({ appId }) => remove("appGroups", `${appId}/${id}`)),
  ]);
  return noContent;
}

/** A group as Okta answers it. */
export function groupView(request: RequestContext, group: StoredGroup): JsonObject {
  const self = `${request.origin}/api/v1/groups/${group.id}`;
  return {
    ...group,
    lastMembershipUpdated: membershipUpdated(group),
    objectClass: ["okta:user_group"],
    _links: { self: { href: self }, users: { href: `${self}/users` }, apps: { href: `${self}/apps` } },
  };
}

/** When somebody last joined or left: at first when the group was made. */
function membershipUpdated(group: StoredGroup): string {
  return textOf(group["lastMembershipUpdated"]) || group.created;
}

/** `GET /api/v1/groups`: all, or those that `search`, `filter` and `q` pick. */
function listGroups(request: RequestContext) {
  const [filter, search] = [request.query("filter"), request.query("search")];
  const passesFilter = filter === undefined ? () => true : parseFilter(filter, filterable);
  const passesSearch = search === undefined ? () => true : parseFilter(search, searchable);
  const start = request.query("q")?.toLowerCase() ?? "";
  const groups = request.org.store
    .list("groups")
    .filter(
      (group) =>
        group.profile.name.toLowerCase().startsWith(start) && passesFilter(group) && passesSearch(group),
    );
  const sorted = search === undefined ? groups : sortedBy(request, groups, searchable);
  return ok(pageOf(request, sorted, { usual: 200, most: 10_000 }).map((group) => groupView(request, group)));
}

const readers = {
  id: (group: StoredGroup) => group.id,
  type: (group: StoredGroup) => group.type,
  lastUpdated: (group: StoredGroup) => group.lastUpdated,
  lastMembershipUpdated: membershipUpdated,
};

/** `filter` knows few attributes; `search` also knows the profile, whatever the case of letters. */
const filterable: FilterGrammar<StoredGroup> = attributesOf(readers);

const searchable: FilterGrammar<StoredGroup> = {
  ...attributesOf({
    ...readers,
    created: (group: StoredGroup) => group.created,
    "profile.name": (group: StoredGroup) => group.profile.name,
    "profile.description": (group: StoredGroup) => textOf(group.profile["description"]),
  }),
  ignoresCase: true,
};
