import type { Router } from "@koa/router";
import { activeAppDeletion, notFound, wrongStateForTransition } from "../http/api-error.ts";
import { omit, textOf } from "../json.ts";
import type { Json, JsonObject } from "../json.ts";
import { findUserAssignment } from "../model/app-assignments.ts";
import { clientIdOf } from "../model/app-fields.ts";
import { revokeApp } from "../model/revoke-tokens.ts";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { StoredApp } from "../store/collections.ts";
import { newApp, replacedApp } from "./app-body.ts";
import type { FilterGrammar } from "./filter.ts";
import { attributesOf, parseFilter } from "./filter.ts";
import { pageOf } from "./paging.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, noContent, objectBody, ok } from "./request-context.ts";

/** `/api/v1/apps`: the apps themselves (Okta: Applications API). */
export function appRoutes(router: Router, org: Org): void {
  router.get("/api/v1/apps", handle(org, listApps));
  router.post("/api/v1/apps", handle(org, createApp));
  router.get(
    "/api/v1/apps/:appId",
    handle(org, (request) => ok(appView(request, appOf(request)))),
  );
  router.put("/api/v1/apps/:appId", handle(org, replaceApp));
  router.delete("/api/v1/apps/:appId", handle(org, deleteApp));
  router.post(
    "/api/v1/apps/:appId/lifecycle/activate",
    handle(org, (request) => changeStatus(request, "ACTIVE")),
  );
  router.post(
    "/api/v1/apps/:appId/lifecycle/deactivate",
    handle(org, (request) => changeStatus(request, "INACTIVE")),
  );
}

/** The app that the path names. Throws E0000007. */
export function appOf(request: RequestContext): StoredApp {
  const id = request.params["appId"] ?? "";
  const app = request.org.store.get("apps", id);
  if (app === undefined) throw notFound(id, "AppInstance");
  return app;
}

function listApps(request: RequestContext) {
  const filter = request.query("filter");
  const matches = filter === undefined ? () => true : parseFilter(filter, filterableIn(request.org));
  const start = request.query("q")?.toLowerCase() ?? "";
  const apps = request.org.store.list("apps").filter((app) => startsWith(app, start) && matches(app));
  const page = pageOf(request, apps, { usual: 20, most: 200 });
  return ok(page.map((app): Json => appView(request, app)));
}

function filterableIn(org: Org): FilterGrammar<StoredApp> {
  return attributesOf({
    id: (app: StoredApp) => app.id,
    name: (app: StoredApp) => app.name,
    status: (app: StoredApp) => app.status,
    "group.id": (app) => org.store.listUnder("appGroups", `${app.id}/`).map(({ id }) => id),
    "user.id": (app) => ({ has: (userId) => findUserAssignment(org, app.id, userId) !== undefined }),
  });
}

/** `q` compares the beginning of name and label, not their middle. */
function startsWith(app: StoredApp, start: string): boolean {
  return app.label.toLowerCase().startsWith(start) || app.name.toLowerCase().startsWith(start);
}

function createApp(request: RequestContext) {
  const status = request.query("activate") === "false" ? "INACTIVE" : "ACTIVE";
  const app = newApp(request.org, objectBody(request), status);
  request.write([put("apps", app.id, app)]);
  return ok(appView(request, app));
}

function replaceApp(request: RequestContext) {
  const app = replacedApp(request.org, appOf(request), objectBody(request));
  request.write([put("apps", app.id, app)]);
  return ok(appView(request, app));
}

function deleteApp(request: RequestContext) {
  const app = appOf(request);
  if (app.status === "ACTIVE") throw activeAppDeletion();
  const { store } = request.org;
  const assignments = (["appGroups", "appUsers", "grants"] as const).flatMap((collection) =>
    store.listUnder(collection, `${app.id}/`).map((each) => remove(collection, `${app.id}/${each.id}`)),
  );
  request.write([remove("apps", app.id), ...assignments]);
  revokeApp(request.org, clientIdOf(app));
  return noContent;
}

function changeStatus(request: RequestContext, status: StoredApp["status"]) {
  const app = appOf(request);
  if (app.status === status) throw wrongStateForTransition();
  const { lastUpdated } = stamp(request.org.clock, "0oa");
  request.write([put("apps", app.id, { ...app, status, lastUpdated })]);
  return ok({});
}

/** An app as Okta answers it: the stored object, its `orn` and absolute links on the org's own origin. */
export function appView(request: RequestContext, app: StoredApp): JsonObject {
  return {
    id: app.id,
    orn: `orn:okta:idp:${request.org.store.get("org", "org")?.id}:apps:${app.name}:${app.id}`,
    ...omit(app, ["id", "accessPolicyId"]),
    _links: appLinks(request.origin, app),
  };
}

function appLinks(origin: string, app: StoredApp): JsonObject {
  const self = `${origin}/api/v1/apps/${app.id}`;
  const transition = app.status === "ACTIVE" ? "deactivate" : "activate";
  const policy: Json = { href: `${origin}/api/v1/policies/${textOf(app["accessPolicyId"])}` };
  return {
    self: { href: self },
    groups: { href: `${self}/groups` },
    users: { href: `${self}/users` },
    [transition]: { href: `${self}/lifecycle/${transition}`, hints: { allow: ["POST"] } },
    accessPolicy: policy,
    appLinks: [
      {
        name: `${app.name}_link`,
        href: `${origin}/home/${app.name}/${app.id}/start`,
        type: "text/html",
      },
    ],
    uploadLogo: { href: `${self}/logo`, hints: { allow: ["POST"] } },
  };
}
