import { isTextList } from "../json.ts";
import type { Router } from "@koa/router";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import { systemScopesOf } from "../seed-authorization-server.ts";
import { put } from "../store/change.ts";
import type { JsonObject } from "../json.ts";
import type { StoredAuthorizationServer } from "../store/collections.ts";
import { notFound, validationFailed } from "../http/api-error.ts";
import type { Exchange } from "./exchange.ts";
import { created, handle, objectBody, ok } from "./exchange.ts";
import { pageOf } from "./paging.ts";

/** `/api/v1/authorizationServers`: list, get, create (Okta: Authorization Servers API). */
export function authorizationServerRoutes(router: Router, org: Org): void {
  const all = "/api/v1/authorizationServers";
  router.get(all, handle(org, listServers));
  router.post(all, handle(org, createServer));
  router.get(
    `${all}/:authServerId`,
    handle(org, (exchange) => ok(view(exchange, authorizationServerOf(exchange)))),
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

/** The issuer: `default` is known by that name, the others by their id. */
function issuerOf(org: Org, server: StoredAuthorizationServer): string {
  return `${org.url}/oauth2/${server.default ? "default" : server.id}`;
}

function listServers(exchange: Exchange) {
  const q = exchange.query("q")?.toLowerCase() ?? "";
  const servers = exchange.org.store
    .list("authorizationServers")
    .filter((server) => [server.name, ...server.audiences].some((text) => text.toLowerCase().includes(q)));
  return ok(pageOf(exchange, servers, { usual: 200, most: 200 }).map((server) => view(exchange, server)));
}

function createServer(exchange: Exchange) {
  const body = objectBody(exchange);
  const { name, description, audiences } = body;
  if (typeof name !== "string" || name === "")
    throw validationFailed("name", ["name: The field cannot be left blank"]);
  if (!isTextList(audiences) || audiences.length !== 1) {
    throw validationFailed("audiences", ["audiences: Exactly one audience is required."]);
  }
  const server: StoredAuthorizationServer = {
    ...stamp(exchange.org.clock, "aus"),
    name,
    description: description ?? "",
    audiences,
    issuerMode: body["issuerMode"] ?? "ORG_URL",
    status: "ACTIVE",
    default: false,
    credentials: { signing: { rotationMode: "AUTO" } },
  };
  const { store, clock } = exchange.org;
  store.write([put("authorizationServers", server.id, server), ...systemScopesOf(clock, server.id)]);
  return created(view(exchange, server));
}

function view(exchange: Exchange, server: StoredAuthorizationServer): JsonObject {
  const self = `${exchange.origin}/api/v1/authorizationServers/${server.id}`;
  const issuer = issuerOf(exchange.org, server);
  return {
    ...server,
    issuer,
    _links: {
      self: { href: self, hints: { allow: ["GET", "DELETE", "PUT"] } },
      scopes: { href: `${self}/scopes`, hints: { allow: ["GET"] } },
      claims: { href: `${self}/claims`, hints: { allow: ["GET"] } },
      policies: { href: `${self}/policies`, hints: { allow: ["GET"] } },
      metadata: [
        { name: "oauth-authorization-server", href: `${issuer}/.well-known/oauth-authorization-server` },
        { name: "openid-configuration", href: `${issuer}/.well-known/openid-configuration` },
      ],
      rotateKey: { href: `${self}/credentials/lifecycle/keyRotate`, hints: { allow: ["POST"] } },
    },
  };
}
