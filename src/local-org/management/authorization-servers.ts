import type { Router } from "@koa/router";
import { forbidden, notFound } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { asObject, isTextList, textOf } from "../json.ts";
import { systemScopesOf } from "../model/seed-authorization-server.ts";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { Status, Stored, StoredAuthorizationServer } from "../store/collections.ts";
import { pageOf } from "./paging.ts";
import type { Problem } from "../http/problems.ts";
import { blank, check, oneOf, throwIfAny } from "../http/problems.ts";
import type { RequestContext } from "./request-context.ts";
import { created, handle, noContent, objectBody, ok } from "./request-context.ts";

/** `/api/v1/authorizationServers` (Okta: Authorization Servers API). */
export function authorizationServerRoutes(router: Router, org: Org): void {
  const all = "/api/v1/authorizationServers";
  const one = `${all}/:authServerId`;
  router.get(all, handle(org, listServers));
  router.post(all, handle(org, createServer));
  router.get(
    one,
    handle(org, (request) => ok(authorizationServerView(request, authorizationServerOf(request)))),
  );
  router.put(one, handle(org, replaceServer));
  router.delete(one, handle(org, deleteServer));
  router.post(
    `${one}/lifecycle/activate`,
    handle(org, (request) => changeStatus(request, "ACTIVE")),
  );
  router.post(
    `${one}/lifecycle/deactivate`,
    handle(org, (request) => changeStatus(request, "INACTIVE")),
  );
}

/** The authorization server that the path names, by id or as `default`. Throws E0000007. */
export function authorizationServerOf(request: RequestContext): StoredAuthorizationServer {
  const id = request.params["authServerId"] ?? "";
  const server = request.org.store
    .list("authorizationServers")
    .find((each) => each.id === id || (each.default && id === "default"));
  if (server === undefined) throw notFound(id, "AuthorizationServer");
  return server;
}

function listServers(request: RequestContext) {
  const q = request.query("q")?.toLowerCase() ?? "";
  const servers = request.org.store
    .list("authorizationServers")
    .filter((server) => [server.name, ...server.audiences].some((text) => text.toLowerCase().includes(q)));
  const page = pageOf(request, servers, { usual: 200, most: 200 });
  return ok(page.map((server) => authorizationServerView(request, server)));
}

function createServer(request: RequestContext) {
  const { clock } = request.org;
  const stamped = { ...stamp(clock, "aus"), status: "ACTIVE" as const, default: false };
  const server = authorizationServerFrom(objectBody(request), stamped);
  request.write([put("authorizationServers", server.id, server), ...systemScopesOf(clock, server.id)]);
  return created(authorizationServerView(request, server));
}

function replaceServer(request: RequestContext) {
  const known = authorizationServerOf(request);
  const changed = { ...known, lastUpdated: request.org.clock.now().toISOString() };
  const server = authorizationServerFrom(objectBody(request), changed);
  request.write([put("authorizationServers", server.id, server)]);
  return ok(authorizationServerView(request, server));
}

/** With its policies, rules, scopes and claims, the keys it signed with and the tokens it gave. `default` stays. */
function deleteServer(request: RequestContext) {
  const { store } = request.org;
  const server = authorizationServerOf(request);
  if (server.default) throw forbidden();
  const under = `${server.id}/`;
  const policies = store.listUnder("policies", under);
  request.write([
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

function changeStatus(request: RequestContext, status: Status) {
  const server = authorizationServerOf(request);
  const lastUpdated = request.org.clock.now().toISOString();
  request.write([put("authorizationServers", server.id, { ...server, status, lastUpdated })]);
  return noContent;
}

/** What a body can't change. */
type Fixed = Stored & Pick<StoredAuthorizationServer, "status" | "default">;

/** The authorization server that a body describes. Throws E0000001. */
function authorizationServerFrom(body: JsonObject, fixed: Fixed): StoredAuthorizationServer {
  throwIfAny(problemsOf(body));
  const audiences = body["audiences"];
  const signing = asObject(asObject(body["credentials"])?.["signing"]);
  const known = asObject(asObject(fixed["credentials"])?.["signing"]);
  return {
    ...fixed,
    name: textOf(body["name"]),
    description: body["description"] ?? "",
    audiences: isTextList(audiences) ? audiences : [],
    issuerMode: body["issuerMode"] ?? fixed["issuerMode"] ?? "ORG_URL",
    credentials: {
      signing: { rotationMode: signing?.["rotationMode"] ?? known?.["rotationMode"] ?? "AUTO" },
    },
  };
}

function problemsOf(body: JsonObject): Problem[] {
  const { name, audiences, issuerMode = "ORG_URL" } = body;
  const mode = asObject(asObject(body["credentials"])?.["signing"])?.["rotationMode"] ?? "AUTO";
  return [
    ...check(textOf(name).trim() !== "", "name", blank),
    ...check(
      isTextList(audiences) && audiences.length === 1 && audiences[0] !== "",
      "audiences",
      "Exactly one audience is required.",
    ),
    ...oneOf("issuerMode", textOf(issuerMode), ["ORG_URL", "CUSTOM_URL", "DYNAMIC"]),
    ...oneOf("rotationMode", textOf(mode), ["AUTO", "MANUAL"]),
  ];
}

/** An authorization server as Okta answers it. */
function authorizationServerView(request: RequestContext, server: StoredAuthorizationServer): JsonObject {
  const issuer = issuerOf(request.org, server);
  return {
    ...server,
    issuer,
    credentials: { signing: signingOf(request.org, server) },
    _links: linksOf(`${request.origin}/api/v1/authorizationServers/${server.id}`, issuer, server.status),
  };
}

/** The issuer: `default` is known by that name, the others by their id. */
function issuerOf(org: Org, server: StoredAuthorizationServer): string {
  return `${org.url}/oauth2/${server.default ? "default" : server.id}`;
}

/** The key in use is named once it is made: with the first token. */
function signingOf(org: Org, server: StoredAuthorizationServer): JsonObject {
  const known = asObject(asObject(server["credentials"])?.["signing"]) ?? {};
  const active = org.store
    .listUnder("signingKeys", `${server.id}/`)
    .find(({ status }) => status === "ACTIVE");
  return active === undefined
    ? known
    : { ...known, kid: active.kid, lastRotated: active.created, use: "sig" };
}

function linksOf(self: string, issuer: string, status: string): JsonObject {
  const transition = status === "ACTIVE" ? "deactivate" : "activate";
  return {
    self: { href: self, hints: { allow: ["GET", "DELETE", "PUT"] } },
    scopes: { href: `${self}/scopes`, hints: { allow: ["GET"] } },
    claims: { href: `${self}/claims`, hints: { allow: ["GET"] } },
    policies: { href: `${self}/policies`, hints: { allow: ["GET"] } },
    metadata: [
      { name: "oauth-authorization-server", href: `${issuer}/.well-known/oauth-authorization-server` },
      { name: "openid-configuration", href: `${issuer}/.well-known/openid-configuration` },
    ],
    rotateKey: { href: `${self}/credentials/lifecycle/keyRotate`, hints: { allow: ["POST"] } },
    [transition]: { href: `${self}/lifecycle/${transition}`, hints: { allow: ["POST"] } },
  };
}
