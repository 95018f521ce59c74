import type { Router } from "@koa/router";
import { notFound, readOnlyObject } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { omit, textOf } from "../json.ts";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { Stored, StoredScope } from "../store/collections.ts";
import { authorizationServerOf } from "./authorization-servers.ts";
import { pageOf } from "./paging.ts";
import { blank, check, taken, oneOf, throwIfAny } from "../http/problems.ts";
import type { RequestContext } from "./request-context.ts";
import { created, handle, noContent, objectBody, ok } from "./request-context.ts";

const all = "/api/v1/authorizationServers/:authServerId/scopes";

/** What tokens of an authorization server can be asked for (Okta: Authorization Server Scopes API). */
export function scopeRoutes(router: Router, org: Org): void {
  router.get(all, handle(org, listScopes));
  router.post(all, handle(org, createScope));
  router.get(
    `${all}/:scopeId`,
    handle(org, (request) => ok(view(request, scopeOf(request)))),
  );
  router.put(`${all}/:scopeId`, handle(org, replaceScope));
  router.delete(`${all}/:scopeId`, handle(org, deleteScope));
}

function scopesOf(request: RequestContext): StoredScope[] {
  return request.org.store.listUnder("scopes", `${authorizationServerOf(request).id}/`);
}

function scopeOf(request: RequestContext): StoredScope {
  const id = request.params["scopeId"] ?? "";
  const scope = request.org.store.get("scopes", `${authorizationServerOf(request).id}/${id}`);
  if (scope === undefined) throw notFound(id, "OAuth2Scope");
  return scope;
}

function listScopes(request: RequestContext) {
  const start = request.query("q")?.toLowerCase() ?? "";
  const scopes = scopesOf(request).filter(({ name }) => name.toLowerCase().startsWith(start));
  const page = pageOf(request, scopes, { usual: 200, most: 200 });
  return ok(page.map((scope) => view(request, scope)));
}

function createScope(request: RequestContext) {
  const stamped = { ...stamp(request.org.clock, "scp"), system: false };
  const scope = scopeFrom(request, { consent: "IMPLICIT", ...objectBody(request) }, stamped);
  request.write([put("scopes", keyOf(scope), scope)]);
  return created(view(request, scope));
}

/** Of a system scope, the texts and the publishing can be changed, not the name. */
function replaceScope(request: RequestContext) {
  const known = scopeOf(request);
  const { id, created: since, system } = known;
  const fixed = {
    id,
    created: since,
    lastUpdated: request.org.clock.now().toISOString(),
    system: system === true,
  };
  const body = objectBody(request);
  if (fixed.system && body["name"] !== known.name) throw readOnlyObject("scope");
  const scope = scopeFrom(request, body, fixed);
  request.write([put("scopes", keyOf(scope), scope)]);
  return ok(view(request, scope));
}

function deleteScope(request: RequestContext) {
  const scope = scopeOf(request);
  if (scope["system"] === true) throw readOnlyObject("scope");
  request.write([remove("scopes", keyOf(scope))]);
  return noContent;
}

type Fixed = Stored & { readonly system: boolean };

function scopeFrom(request: RequestContext, body: JsonObject, fixed: Fixed): StoredScope {
  const others = scopesOf(request).filter(({ id }) => id !== fixed.id);
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
    authorizationServerId: authorizationServerOf(request).id,
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

function view(request: RequestContext, scope: StoredScope): JsonObject {
  const server = `${request.origin}/api/v1/authorizationServers/${scope.authorizationServerId}`;
  return {
    ...omit(scope, ["authorizationServerId", "created", "lastUpdated"]),
    _links: {
      self: { href: `${server}/scopes/${scope.id}`, hints: { allow: ["GET", "PUT", "DELETE"] } },
    },
  };
}
