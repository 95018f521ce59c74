import type { Router } from "@koa/router";
import { createForbiddenError, createNotFoundError } from "../http/api-error.ts";
import { blank, check, countCharacters, taken, throwIfAny } from "../http/problems.ts";
import type { JsonObject } from "../json.ts";
import { toObject, toText } from "../json.ts";
import { joinChanges, leaveChanges } from "../model/users.ts";
import type { Org } from "../org.ts";
import type { Change } from "../store/change.ts";
import { remove } from "../store/change.ts";
import type { StoredGroup } from "../store/collections.ts";
import { viewApp } from "./apps.ts";
import type { FilterGrammar } from "./filter.ts";
import { allowAttributes, parseFilter } from "./filter.ts";
import { sortByQuery, takePage } from "./paging.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, noContent, ok } from "./request-context.ts";
import type { Draft } from "./resource.ts";
import { defineResource } from "./resource.ts";
import { viewListedUser } from "./users.ts";

/** `/api/v1/groups` (Okta: Groups API). */
export const groups = defineResource({
  path: "/api/v1/groups",
  param: "groupId",
  collection: "groups",
  idPrefix: "00g",
  kind: "UserGroup",
  verbs: ["list", "create", "get", "replace", "delete"],
  createdStatus: 200,
  page: { usual: 200, most: 10_000 },
  list: listGroups,
  build: buildGroup,
  refuseReplacement: refuseBuiltIn,
  refuseDeletion: refuseBuiltIn,
  cascade: listBelongings,
  view: viewGroup,
});

/** The group that the path names, unless Okta made it. Throws E0000007 and E0000006. */
function findOwnGroup(request: RequestContext): StoredGroup {
  const group = groups.find(request);
  refuseBuiltIn(group);
  return group;
}

function refuseBuiltIn({ type }: StoredGroup): void {
  if (type === "BUILT_IN") throw createForbiddenError();
}

function buildGroup({ org }: RequestContext, { body, known, stamped }: Draft<StoredGroup>): StoredGroup {
  const profile = toObject(body["profile"]) ?? {};
  const name = toText(profile["name"]);
  const others = org.store.list("groups").filter((group) => group.id !== known?.id);
  throwIfAny([
    ...check(name.trim() !== "", "name", blank),
    ...check(countCharacters(name) <= 255, "name", "The field must not be longer than 255 characters"),
    ...check(
      others.every((group) => group.profile.name !== name),
      "name",
      taken,
    ),
  ]);
  return {
    ...(known ?? { ...stamped, type: "OKTA_GROUP" }),
    ...stamped,
    profile: { description: null, ...profile, name },
  };
}

/** The memberships of a group, and its assignments to apps. */
function listBelongings({ store }: Org, { id }: StoredGroup): Change[] {
  const assignments = store.list("appGroups").filter((assignment) => assignment.id === id);
  return [
    ...store.listUnder("memberships", `${id}/`).map(({ userId }) => remove("memberships", `${id}/${userId}`)),
    ...assignments.map(({ appId }) => remove("appGroups", `${appId}/${id}`)),
  ];
}

/** A group as Okta returns it. */
export function viewGroup(request: RequestContext, group: StoredGroup): JsonObject {
  const self = `${request.origin}/api/v1/groups/${group.id}`;
  return {
    ...group,
    lastMembershipUpdated: readMembershipUpdated(group),
    objectClass: ["okta:user_group"],
    _links: {
      owners: { href: `${self}/owners` },
      users: { href: `${self}/users` },
      apps: { href: `${self}/apps` },
    },
  };
}

/** When somebody last joined or left; before that, when the group was created. */
function readMembershipUpdated(group: StoredGroup): string {
  return toText(group["lastMembershipUpdated"]) || group.created;
}

/** All groups, or those that `search`, `filter` and `q` pick. */
function listGroups(request: RequestContext): readonly StoredGroup[] {
  const [filter, search] = [request.query("filter"), request.query("search")];
  const passesFilter = filter === undefined ? () => true : parseFilter(filter, filterable);
  const passesSearch = search === undefined ? () => true : parseFilter(search, searchable);
  const start = request.query("q")?.toLowerCase() ?? "";
  const found = request.org.store
    .list("groups")
    .filter(
      (group) =>
        group.profile.name.toLowerCase().startsWith(start) && passesFilter(group) && passesSearch(group),
    );
  return search === undefined ? found : sortByQuery(request, found, searchable);
}

const readers = {
  id: (group: StoredGroup) => group.id,
  type: (group: StoredGroup) => group.type,
  lastUpdated: (group: StoredGroup) => group.lastUpdated,
  lastMembershipUpdated: readMembershipUpdated,
};

/** `filter` supports few attributes; `search` also supports the profile, regardless of case. */
const filterable: FilterGrammar<StoredGroup> = allowAttributes(readers);

const searchable: FilterGrammar<StoredGroup> = {
  ...allowAttributes({
    ...readers,
    created: (group: StoredGroup) => group.created,
    "profile.name": (group: StoredGroup) => group.profile.name,
    "profile.description": (group: StoredGroup) => toText(group.profile["description"]),
  }),
  ignoresCase: true,
};

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
  return ok(
    takePage(request, members, { usual: 1000, most: 1000 }).map((user) => viewListedUser(request, user)),
  );
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
  if (request.org.store.get("users", id) === undefined) throw createNotFoundError(id, "User");
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
