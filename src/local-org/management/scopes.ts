import type { Router } from "@koa/router";
import { notFound, readOnlyObject } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { omit, textOf } from "../json.ts";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { StoredScope } from "../store/collections.ts";
import type { Stored } from "../store/stored.ts";
import { oneOf } from "./authorization-server-body.ts";
import { authorizationServerOf } from "./authorization-servers.ts";
import type { Exchange } from "./exchange.ts";
import { created, handle, noContent, objectBody, ok } from "./exchange.ts";
import { pageOf } from "./paging.ts";
import { blank, check, taken, throwIfAny } from "./problems.ts";

const all = "/api/v1/authorizationServers/:authServerId/scopes";

/** What tokens of an authorization server can be asked for (Okta: Authorization Server Scopes API). */
export function scopeRoutes(router: Router, org: Org): void {
  router.get(all, handle(org, listScopes));
  router.post(all, handle(org, createScope));
  router.get(
    `${all}/:scopeId`,
    handle(org, (exchange) => ok(view(exchange, scopeOf(exchange)))),
  );
  router.put(`${all}/:scopeId`, handle(org, replaceScope));
  router.delete(`${all}/:scopeId`, handle(org, deleteScope));
}

function scopesOf(exchange: Exchange): StoredScope[] {
  return exchange.org.store.listUnder("scopes", `${authorizationServerOf(exchange).id}/`);
}

function scopeOf(exchange: Exchange): StoredScope {
  const id = exchange.params["scopeId"] ?? "";
  const scope = exchange.org.store.get("scopes", `${authorizationServerOf(exchange).id}/${id}`);
  if (scope === undefined) throw notFound(id, "OAuth2Scope");
  return scope;
}

function listScopes(exchange: Exchange) {
  const start = exchange.query("q")?.toLowerCase() ?? "";
  const scopes = scopesOf(exchange).filter(({ name }) => name.toLowerCase().startsWith(start));
  const page = pageOf(exchange, scopes, { usual: 200, most: 200 });
  return ok(page.map((scope) => view(exchange, scope)));
}

function createScope(exchange: Exchange) {
  const stamped = { ...stamp(exchange.org.clock, "scp"), system: false };
  const scope = scopeFrom(exchange, { consent: "IMPLICIT", ...objectBody(exchange) }, stamped);
  exchange.write([put("scopes", keyOf(scope), scope)]);
  return created(view(exchange, scope));
}

/** Of a system scope, the texts and the publishing can be changed, not the name. */
function replaceScope(exchange: Exchange) {
  const known = scopeOf(exchange);
  const { id, created: since, system } = known;
  const fixed = {
    id,
    created: since,
    lastUpdated: exchange.org.clock.now().toISOString(),
    system: system === true,
  };
  const body = objectBody(exchange);
  if (fixed.system && body["name"] !== known.name) throw readOnlyObject("scope");
  const scope = scopeFrom(exchange, body, fixed);
  exchange.write([put("scopes", keyOf(scope), scope)]);
  return ok(view(exchange, scope));
}

function deleteScope(exchange: Exchange) {
  const scope = scopeOf(exchange);
  if (scope["system"] === true) throw readOnlyObject("scope");
  exchange.write([remove("scopes", keyOf(scope))]);
  return noContent;
}

type Fixed = Stored & { readonly system: boolean };

function scopeFrom(exchange: Exchange, body: JsonObject, fixed: Fixed): StoredScope {
  const others = scopesOf(exchange).filter(({ id }) => id !== fixed.id);
  const { consent, metadataPublish = "NO_CLIENTS" } = body;
  const name = textOf(body["name"]);
  throwIfAny([
    ...nameProblems(name),
    ...check(
      others.every((other) => other.name !== name),
      "name",
      taken,
    ),
    ...oneOf("consent", textOf(consent), ["REQUIRED", "IMPLICIT", "FLEXIBLE"]),
    ...oneOf("metadataPublish", textOf(metadataPublish), ["ALL_CLIENTS", "NO_CLIENTS"]),
  ]);
  return {
    ...omit(body, ["_links"]),
    ...fixed,
    authorizationServerId: authorizationServerOf(exchange).id,
    name,
    consent: textOf(consent),
    metadataPublish,
    default: body["default"] === true,
    optional: body["optional"] === true,
  };
}

function nameProblems(name: string) {
  if (name === "") return [{ field: "name", text: blank }];
  const isPlain = /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(name);
  const isOktas = /^okta[.:]|^okta$|^\*$/.test(name);
  return [
    ...check(
      isPlain,
      "name",
      "A scope name must only contain printable ASCII characters, except for spaces, double quotes, and backslashes.",
    ),
    ...check(!isOktas, "name", "A scope name must not start with 'okta.' or 'okta:', or be 'okta' or '*'."),
  ];
}

function keyOf(scope: StoredScope): string {
  return `${scope.authorizationServerId}/${scope.id}`;
}

function view(exchange: Exchange, scope: StoredScope): JsonObject {
  const server = `${exchange.origin}/api/v1/authorizationServers/${scope.authorizationServerId}`;
  return {
    ...omit(scope, ["authorizationServerId", "created", "lastUpdated"]),
    _links: {
      self: { href: `${server}/scopes/${scope.id}`, hints: { allow: ["GET", "PUT", "DELETE"] } },
    },
  };
}
