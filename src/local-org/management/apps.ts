import type { Router } from "@koa/router";
import { revokeApp } from "../oidc/revoke.ts";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { Json } from "../json.ts";
import type { StoredApp } from "../store/collections.ts";
import { activeAppDeletion, notFound, wrongStateForTransition } from "../http/api-error.ts";
import { clientIdOf } from "./app-parts.ts";
import { newApp, replacedApp } from "./app-body.ts";
import { appView } from "./app-view.ts";
import type { Exchange } from "./exchange.ts";
import { handle, noContent, objectBody, ok } from "./exchange.ts";
import { assignmentOfUser } from "./app-assignments.ts";
import type { FilterGrammar } from "./filter.ts";
import { attributesOf, parseFilter } from "./filter.ts";
import { pageOf } from "./paging.ts";

/** `/api/v1/apps`: the apps themselves (Okta: Applications API). */
export function appRoutes(router: Router, org: Org): void {
  router.get("/api/v1/apps", handle(org, listApps));
  router.post("/api/v1/apps", handle(org, createApp));
  router.get(
    "/api/v1/apps/:appId",
    handle(org, (exchange) => ok(appView(exchange, appOf(exchange)))),
  );
  router.put("/api/v1/apps/:appId", handle(org, replaceApp));
  router.delete("/api/v1/apps/:appId", handle(org, deleteApp));
  router.post(
    "/api/v1/apps/:appId/lifecycle/activate",
    handle(org, (exchange) => changeStatus(exchange, "ACTIVE")),
  );
  router.post(
    "/api/v1/apps/:appId/lifecycle/deactivate",
    handle(org, (exchange) => changeStatus(exchange, "INACTIVE")),
  );
}

/** The app that the path names. Throws E0000007. */
export function appOf(exchange: Exchange): StoredApp {
  const id = exchange.params["appId"] ?? "";
  const app = exchange.org.store.get("apps", id);
  if (app === undefined) throw notFound(id, "AppInstance");
  return app;
}

function listApps(exchange: Exchange) {
  const filter = exchange.query("filter");
  const matches = filter === undefined ? () => true : parseFilter(filter, filterableIn(exchange.org));
  const start = exchange.query("q")?.toLowerCase() ?? "";
  const apps = exchange.org.store.list("apps").filter((app) => startsWith(app, start) && matches(app));
  const page = pageOf(exchange, apps, { usual: 20, most: 200 });
  return ok(page.map((app): Json => appView(exchange, app)));
}

function filterableIn(org: Org): FilterGrammar<StoredApp> {
  return attributesOf({
    id: (app: StoredApp) => app.id,
    name: (app: StoredApp) => app.name,
    status: (app: StoredApp) => app.status,
    "group.id": (app) => org.store.listUnder("appGroups", `${app.id}/`).map(({ id }) => id),
    "user.id": (app) => ({ has: (userId) => assignmentOfUser(org, app.id, userId) !== undefined }),
  });
}

/** `q` compares the beginning of name and label, not their middle. */
function startsWith(app: StoredApp, start: string): boolean {
  return app.label.toLowerCase().startsWith(start) || app.name.toLowerCase().startsWith(start);
}

function createApp(exchange: Exchange) {
  const status = exchange.query("activate") === "false" ? "INACTIVE" : "ACTIVE";
  const app = newApp(exchange.org, objectBody(exchange), status);
  exchange.write([put("apps", app.id, app)]);
  return ok(appView(exchange, app));
}

function replaceApp(exchange: Exchange) {
  const app = replacedApp(exchange.org, appOf(exchange), objectBody(exchange));
  exchange.write([put("apps", app.id, app)]);
  return ok(appView(exchange, app));
}

function deleteApp(exchange: Exchange) {
  const app = appOf(exchange);
  if (app.status === "ACTIVE") throw activeAppDeletion();
  const { store } = exchange.org;
  const assignments = (["appGroups", "appUsers", "grants"] as const).flatMap((collection) =>
    store.listUnder(collection, `${app.id}/`).map((each) => remove(collection, `${app.id}/${each.id}`)),
  );
  exchange.write([remove("apps", app.id), ...assignments]);
  revokeApp(exchange.org, clientIdOf(app));
  return noContent;
}

function changeStatus(exchange: Exchange, status: StoredApp["status"]) {
  const app = appOf(exchange);
  if (app.status === status) throw wrongStateForTransition();
  const { lastUpdated } = stamp(exchange.org.clock, "0oa");
  exchange.write([put("apps", app.id, { ...app, status, lastUpdated })]);
  return ok({});
}
