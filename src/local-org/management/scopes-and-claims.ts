import type { Router } from "@koa/router";
import type { JsonObject } from "../json.ts";
import { omit } from "../json.ts";
import type { Org } from "../org.ts";
import type { Stored } from "../store/collections.ts";
import { authorizationServerOf } from "./authorization-servers.ts";
import type { Exchange } from "./exchange.ts";
import { handle, ok } from "./exchange.ts";

/** What an authorization server can put into tokens: read only for now (Okta: Scopes and Claims APIs). */
export function scopeAndClaimRoutes(router: Router, org: Org): void {
  const server = "/api/v1/authorizationServers/:authServerId";
  router.get(
    `${server}/scopes`,
    handle(org, (exchange) => list(exchange, "scopes")),
  );
  router.get(
    `${server}/claims`,
    handle(org, (exchange) => list(exchange, "claims")),
  );
}

function list(exchange: Exchange, collection: "scopes" | "claims") {
  const { id } = authorizationServerOf(exchange);
  const items = exchange.org.store.listUnder(collection, `${id}/`);
  const self = `${exchange.origin}/api/v1/authorizationServers/${id}/${collection}`;
  return ok(items.map((item) => view(item, `${self}/${item.id}`)));
}

function view(item: Stored, self: string): JsonObject {
  return {
    ...omit(item, ["authorizationServerId", "created", "lastUpdated"]),
    _links: { self: { href: self } },
  };
}
