import type { Router } from "@koa/router";
import { forbidden, notFound } from "../http/api-error.ts";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import { systemScopesOf } from "../seed-authorization-server.ts";
import { put, remove } from "../store/change.ts";
import type { Status, StoredAuthorizationServer } from "../store/collections.ts";
import { authorizationServerFrom } from "./authorization-server-body.ts";
import { authorizationServerView } from "./authorization-server-view.ts";
import type { Exchange } from "./exchange.ts";
import { created, handle, noContent, objectBody, ok } from "./exchange.ts";
import { pageOf } from "./paging.ts";

/** `/api/v1/authorizationServers` (Okta: Authorization Servers API). */
export function authorizationServerRoutes(router: Router, org: Org): void {
  const all = "/api/v1/authorizationServers";
  const one = `${all}/:authServerId`;
  router.get(all, handle(org, listServers));
  router.post(all, handle(org, createServer));
  router.get(
    one,
    handle(org, (exchange) => ok(authorizationServerView(exchange, authorizationServerOf(exchange)))),
  );
  router.put(one, handle(org, replaceServer));
  router.delete(one, handle(org, deleteServer));
  router.post(
    `${one}/lifecycle/activate`,
    handle(org, (exchange) => changeStatus(exchange, "ACTIVE")),
  );
  router.post(
    `${one}/lifecycle/deactivate`,
    handle(org, (exchange) => changeStatus(exchange, "INACTIVE")),
  );
}

/** The authorization server that the path names, by id or as `default`. Throws E0000007. */
export function authorizationServerOf(exchange: Exchange): StoredAuthorizationServer {
  const id = exchange.params["authServerId"] ?? "";
  const server = exchange.org.store
    .list("authorizationServers")
    .find((each) => each.id === id || (each.default && id === "default"));
  if (server === undefined) throw notFound(id, "AuthorizationServer");
  return server;
}

function listServers(exchange: Exchange) {
  const q = exchange.query("q")?.toLowerCase() ?? "";
  const servers = exchange.org.store
    .list("authorizationServers")
    .filter((server) => [server.name, ...server.audiences].some((text) => text.toLowerCase().includes(q)));
  const page = pageOf(exchange, servers, { usual: 200, most: 200 });
  return ok(page.map((server) => authorizationServerView(exchange, server)));
}

function createServer(exchange: Exchange) {
  const { clock } = exchange.org;
  const stamped = { ...stamp(clock, "aus"), status: "ACTIVE" as const, default: false };
  const server = authorizationServerFrom(objectBody(exchange), stamped);
  exchange.write([put("authorizationServers", server.id, server), ...systemScopesOf(clock, server.id)]);
  return created(authorizationServerView(exchange, server));
}

function replaceServer(exchange: Exchange) {
  const known = authorizationServerOf(exchange);
  const changed = { ...known, lastUpdated: exchange.org.clock.now().toISOString() };
  const server = authorizationServerFrom(objectBody(exchange), changed);
  exchange.write([put("authorizationServers", server.id, server)]);
  return ok(authorizationServerView(exchange, server));
}

/** With its policies, rules, scopes and claims, the keys it signed with and the tokens it gave. `default` stays. */
function deleteServer(exchange: Exchange) {
  const { store } = exchange.org;
  const server = authorizationServerOf(exchange);
  if (server.default) throw forbidden();
  const under = `${server.id}/`;
  const policies = store.listUnder("policies", under);
  exchange.write([
    remove("authorizationServers", server.id),
    ...(["scopes", "claims"] as const).flatMap((collection) =>
      store.listUnder(collection, under).map(({ id }) => remove(collection, `${under}${id}`)),
    ),
    ...policies.map(({ id }) => remove("policies", `${under}${id}`)),
    ...policies.flatMap((policy) =>
      store.listUnder("rules", `${policy.id}/`).map(({ id }) => remove("rules", `${policy.id}/${id}`)),
    ),
    ...store.listUnder("signingKeys", under).map(({ kid }) => remove("signingKeys", `${under}${kid}`)),
    ...[...store.entries("oidc")]
      .filter(([key]) => key.startsWith(under))
      .map(([key]) => remove("oidc", key)),
  ]);
  return noContent;
}

function changeStatus(exchange: Exchange, status: Status) {
  const server = authorizationServerOf(exchange);
  const lastUpdated = exchange.org.clock.now().toISOString();
  exchange.write([put("authorizationServers", server.id, { ...server, status, lastUpdated })]);
  return noContent;
}
