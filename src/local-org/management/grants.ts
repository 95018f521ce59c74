import type { Router } from "@koa/router";
import type { JsonObject } from "../json.ts";
import { omit, textOf } from "../json.ts";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { StoredGrant } from "../store/collections.ts";
import { notFound } from "../http/api-error.ts";
import { clientIdOf } from "./app-parts.ts";
import { appOf } from "./apps.ts";
import type { Exchange } from "./exchange.ts";
import { created, handle, noContent, objectBody, ok } from "./exchange.ts";
import { blank, check, taken, throwIfAny } from "./problems.ts";

/** `/api/v1/apps/{appId}/grants`: the `okta.*` scopes that an app may ask for (Okta: Application Grants API). */
export function grantRoutes(router: Router, org: Org): void {
  router.get("/api/v1/apps/:appId/grants", handle(org, listGrants));
  router.post("/api/v1/apps/:appId/grants", handle(org, createGrant));
  router.get("/api/v1/apps/:appId/grants/:grantId", handle(org, getGrant));
  router.delete("/api/v1/apps/:appId/grants/:grantId", handle(org, revokeGrant));
}

function listGrants(exchange: Exchange) {
  return ok(grantsOf(exchange).map((grant) => view(exchange, grant)));
}

function grantsOf(exchange: Exchange): StoredGrant[] {
  return exchange.org.store.listUnder("grants", `${appOf(exchange).id}/`);
}

function createGrant(exchange: Exchange) {
  const app = appOf(exchange);
  const { scopeId, issuer } = objectBody(exchange);
  const scope = textOf(scopeId);
  throwIfAny([
    ...check(scope !== "", "scopeId", blank),
    ...check(
      scope === "" || scope.startsWith("okta."),
      "scopeId",
      `'${scope}' is not a scope of the Okta API.`,
    ),
    ...check(
      grantsOf(exchange).every((grant) => grant.scopeId !== scope),
      "scopeId",
      taken,
    ),
    ...check(
      issuer === exchange.org.url || issuer === exchange.origin,
      "issuer",
      "The value must be the URL of the org.",
    ),
  ]);
  const grant: StoredGrant = {
    ...stamp(exchange.org.clock, "oag"),
    appId: app.id,
    status: "ACTIVE",
    issuer: exchange.org.url,
    clientId: clientIdOf(app),
    scopeId: scope,
    source: "ADMIN",
    createdBy: { id: exchange.userId, type: "User" },
  };
  exchange.write([put("grants", `${app.id}/${grant.id}`, grant)]);
  return created(view(exchange, grant));
}

function getGrant(exchange: Exchange) {
  return ok(view(exchange, grantOf(exchange)));
}

function revokeGrant(exchange: Exchange) {
  const grant = grantOf(exchange);
  exchange.write([remove("grants", `${grant.appId}/${grant.id}`)]);
  return noContent;
}

function grantOf(exchange: Exchange): StoredGrant {
  const id = exchange.params["grantId"] ?? "";
  const grant = exchange.org.store.get("grants", `${appOf(exchange).id}/${id}`);
  if (grant === undefined) throw notFound(id, "OAuth2ScopeConsentGrant");
  return grant;
}

function view(exchange: Exchange, grant: StoredGrant): JsonObject {
  const app = `${exchange.origin}/api/v1/apps/${grant.appId}`;
  return {
    ...omit(grant, ["appId"]),
    _links: {
      app: { href: app },
      self: { href: `${app}/grants/${grant.id}`, hints: { allow: ["GET", "DELETE"] } },
    },
  };
}
