import type { Router } from "@koa/router";
import { createNotFoundError } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import type { Change } from "../store/change.ts";
import { put, remove } from "../store/change.ts";
import type { CollectionName, Collections, Status, Stored } from "../store/collections.ts";
import type { PageLimits } from "./paging.ts";
import { takePage } from "./paging.ts";
import type { HttpResponse, RequestContext } from "./request-context.ts";
import { handle, noContent, readObject, ok } from "./request-context.ts";

/** The collections whose objects have an id. */
type ResourceName = {
  [Name in CollectionName]: Collections[Name] extends Stored ? Name : never;
}[CollectionName];

/** What an object is built from. */
export interface Draft<T> {
  /** The body of the request. */
  readonly body: JsonObject;
  /** The object that a PUT replaces. */
  readonly known: T | undefined;
  /** Id and times: new ones, or those of `known` with `lastUpdated` set to now. */
  readonly stamped: Stamp;
  /** The id of the object that it belongs to; empty for a resource at the top. */
  readonly parentId: string;
}

type Stamp = Pick<Stored, "id" | "created" | "lastUpdated">;

/** One of Okta's resources as data: where it is served, and what differs from the other resources. */
export interface ResourceRow<Name extends ResourceName> {
  /** The path of the list: `/api/v1/groups`. */
  readonly path: string;
  /** The name of the path parameter that follows it: `groupId`. */
  readonly param: string;
  readonly collection: Name;
  /** The name of such an object in E0000007: `UserGroup`. */
  readonly kind: string;
  readonly verbs: readonly Verb[];
  /** The id of the object that it belongs to: keys are then `parentId/id`. Throws E0000007. */
  readonly parentOf?: (request: RequestContext) => string;
  /** Finds the object when the path may name it by something other than its id. */
  readonly find?: (request: RequestContext, name: string) => Collections[Name] | undefined;
  /** What the list holds, in its order. Without it: every object of the parent in the order of creation. */
  readonly list?: (request: RequestContext, parentId: string) => readonly Collections[Name][];
  /** How the list is paged. Without it, the whole list is returned. */
  readonly page?: PageLimits | ((request: RequestContext) => PageLimits);
  readonly view: (request: RequestContext, object: Collections[Name]) => JsonObject;
  /** How a list shows the object. Without it: like any other answer. */
  readonly viewListed?: (request: RequestContext, object: Collections[Name]) => JsonObject;
  /** How the answer to a POST or PUT shows the object. Without it: like any other answer. */
  readonly viewSaved?: (request: RequestContext, object: Collections[Name]) => JsonObject;
  /** What the ids of new objects begin with. */
  readonly idPrefix?: string;
  /** The status of the answer to a POST. Default 201. */
  readonly createdStatus?: 200 | 201;
  /** The object that a POST or PUT describes. Throws E0000001. */
  readonly build?: (request: RequestContext, draft: Draft<Collections[Name]>) => Collections[Name];
  /** The objects that change when this one is saved. Without it: only itself. */
  readonly save?: (request: RequestContext, object: Collections[Name]) => readonly Collections[Name][];
  /** What is created together with a new object. */
  readonly createWith?: (request: RequestContext, object: Collections[Name]) => readonly Change[];
  /** Throws when Okta refuses to replace the object, whatever the body. */
  readonly refuseReplacement?: (object: Collections[Name]) => void;
  /** Throws when Okta refuses to delete the object. */
  readonly refuseDeletion?: (object: Collections[Name], request: RequestContext) => void;
  /** What is removed together with the object. */
  readonly cascade?: (org: Org, object: Collections[Name]) => readonly Change[];
  /** Runs after the object is removed. */
  readonly afterDeletion?: (org: Org, object: Collections[Name]) => void;
  /** Adds `lifecycle/activate` and `lifecycle/deactivate`. */
  readonly lifecycle?: Lifecycle;
}

interface Lifecycle {
  /** The answer. Without it: the changed object. */
  readonly response?: HttpResponse;
}

/** A resource that is served. */
export interface Resource<Name extends ResourceName> {
  /** The object that the path names. Throws E0000007. */
  readonly find: (request: RequestContext) => Collections[Name];
  readonly addRoutes: (router: Router, org: Org) => void;
}

/** Serves a resource by the routes that all of Okta's resources share: list, create, get, replace, delete, lifecycle. */
export function defineResource<Name extends ResourceName>(row: ResourceRow<Name>): Resource<Name> {
  return {
    find: (request) => findObject(row, request),
    addRoutes: (router, org) => {
      for (const verb of row.verbs) {
        const { method, isForOne, run } = routes[verb];
        const path = isForOne ? `${row.path}/:${row.param}` : row.path;
        router[method](
          path,
          handle(org, (request) => run(row, request)),
        );
      }
      if (row.lifecycle !== undefined) addLifecycle(row, row.lifecycle, { router, org });
    },
  };
}

type Verb = "list" | "create" | "get" | "replace" | "delete";

interface Route {
  readonly method: "get" | "post" | "put" | "delete";
  readonly isForOne: boolean;
  readonly run: <Name extends ResourceName>(row: ResourceRow<Name>, request: RequestContext) => HttpResponse;
}

const routes: Readonly<Record<Verb, Route>> = {
  list: { method: "get", isForOne: false, run: listObjects },
  create: { method: "post", isForOne: false, run: createObject },
  get: { method: "get", isForOne: true, run: getObject },
  replace: { method: "put", isForOne: true, run: replaceObject },
  delete: { method: "delete", isForOne: true, run: deleteObject },
};

function addLifecycle<Name extends ResourceName>(
  row: ResourceRow<Name>,
  lifecycle: Lifecycle,
  { router, org }: { readonly router: Router; readonly org: Org },
): void {
  for (const [transition, status] of [
    ["activate", "ACTIVE"],
    ["deactivate", "INACTIVE"],
  ] as const) {
    router.post(
      `${row.path}/:${row.param}/lifecycle/${transition}`,
      handle(org, (request) => changeStatus(row, lifecycle, { request, status })),
    );
  }
}

function listObjects<Name extends ResourceName>(row: ResourceRow<Name>, request: RequestContext) {
  const parentId = findParentId(row, request);
  const objects = row.list?.(request, parentId) ?? listAll(row, request.org, parentId);
  const limits = typeof row.page === "function" ? row.page(request) : row.page;
  const page = limits === undefined ? objects : takePage(request, objects, limits);
  return ok(page.map((object) => (row.viewListed ?? row.view)(request, object)));
}

function listAll<Name extends ResourceName>(row: ResourceRow<Name>, { store }: Org, parentId: string) {
  return parentId === "" ? store.list(row.collection) : store.listUnder(row.collection, `${parentId}/`);
}

function createObject<Name extends ResourceName>(row: ResourceRow<Name>, request: RequestContext) {
  const parentId = findParentId(row, request);
  const stamped = stamp(request.org.clock, row.idPrefix ?? "");
  const object = build(row, request, { body: readObject(request), known: undefined, stamped, parentId });
  request.write([...saveChanges(row, request, object), ...(row.createWith?.(request, object) ?? [])]);
  return { status: row.createdStatus ?? 201, json: (row.viewSaved ?? row.view)(request, object) };
}

function getObject<Name extends ResourceName>(row: ResourceRow<Name>, request: RequestContext) {
  return ok(row.view(request, findObject(row, request)));
}

function replaceObject<Name extends ResourceName>(row: ResourceRow<Name>, request: RequestContext) {
  const known = findObject(row, request);
  row.refuseReplacement?.(known);
  const lastUpdated = request.org.clock.now().toISOString();
  const stamped = { id: known.id, created: known.created, lastUpdated };
  const parentId = findParentId(row, request);
  const object = build(row, request, { body: readObject(request), known, stamped, parentId });
  request.write(saveChanges(row, request, object));
  return ok((row.viewSaved ?? row.view)(request, object));
}

function deleteObject<Name extends ResourceName>(row: ResourceRow<Name>, request: RequestContext) {
  const object = findObject(row, request);
  row.refuseDeletion?.(object, request);
  const key = composeKey(findParentId(row, request), object.id);
  request.write([remove(row.collection, key), ...(row.cascade?.(request.org, object) ?? [])]);
  row.afterDeletion?.(request.org, object);
  return noContent;
}

function changeStatus<Name extends ResourceName>(
  row: ResourceRow<Name>,
  { response }: Lifecycle,
  { request, status }: { readonly request: RequestContext; readonly status: Status },
) {
  const object = findObject(row, request);
  const lastUpdated = request.org.clock.now().toISOString();
  const changed = object["status"] === status ? object : { ...object, status, lastUpdated };
  // Doing it twice is no mistake, and changes nothing.
  if (changed !== object)
    request.write([put(row.collection, composeKey(findParentId(row, request), object.id), changed)]);
  return response ?? ok(row.view(request, changed));
}

function findObject<Name extends ResourceName>(
  row: ResourceRow<Name>,
  request: RequestContext,
): Collections[Name] {
  const name = request.params[row.param] ?? "";
  const object =
    row.find === undefined
      ? request.org.store.get(row.collection, composeKey(findParentId(row, request), name))
      : row.find(request, name);
  if (object === undefined) throw createNotFoundError(name, row.kind);
  return object;
}

function build<Name extends ResourceName>(
  row: ResourceRow<Name>,
  request: RequestContext,
  draft: Draft<Collections[Name]>,
): Collections[Name] {
  if (row.build === undefined) throw new Error(`${row.path} has no way to build an object.`);
  return row.build(request, draft);
}

function saveChanges<Name extends ResourceName>(
  row: ResourceRow<Name>,
  request: RequestContext,
  object: Collections[Name],
): Change[] {
  const parentId = findParentId(row, request);
  const changed = row.save?.(request, object) ?? [object];
  return changed.map((each) => put(row.collection, composeKey(parentId, each.id), each));
}

function findParentId<Name extends ResourceName>(row: ResourceRow<Name>, request: RequestContext): string {
  return row.parentOf?.(request) ?? "";
}

function composeKey(parentId: string, id: string): string {
  return parentId === "" ? id : `${parentId}/${id}`;
}

/** A link with the methods that it accepts. */
export function linkTo(href: string, ...allow: readonly string[]): JsonObject {
  return { href, hints: { allow } };
}

/** The link that changes the status: `deactivate` for an active object, else `activate`. */
export function linkToTransition(self: string, status: string): JsonObject {
  const transition = status === "ACTIVE" ? "deactivate" : "activate";
  return { [transition]: linkTo(`${self}/lifecycle/${transition}`, "POST") };
}
