import type { Router } from "@koa/router";
import type { JsonObject } from "../json.ts";
import { omit, textOf } from "../json.ts";
import type { Org } from "../org.ts";
import { stamp } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { StoredGrant } from "../store/collections.ts";
import { notFound } from "../http/api-error.ts";
import { clientIdOf } from "../model/app-fields.ts";
import { appOf } from "./apps.ts";
import type { RequestContext } from "./request-context.ts";
import { created, handle, noContent, objectBody, ok } from "./request-context.ts";
import { blank, check, taken, throwIfAny } from "../http/problems.ts";

/** `/api/v1/apps/{appId}/grants`: the `okta.*` scopes that an app may ask for (Okta: Application Grants API). */
export function grantRoutes(router: Router, org: Org): void {
  router.get("/api/v1/apps/:appId/grants", handle(org, listGrants));
  router.post("/api/v1/apps/:appId/grants", handle(org, createGrant));
  router.get("/api/v1/apps/:appId/grants/:grantId", handle(org, getGrant));
  router.delete("/api/v1/apps/:appId/grants/:grantId", handle(org, revokeGrant));
}

function listGrants(request: RequestContext) {
  return ok(grantsOf(request).map((grant) => view(request, grant)));
}

function grantsOf(request: RequestContext): StoredGrant[] {
  return request.org.store.listUnder("grants", `${appOf(request).id}/`);
}

function createGrant(request: RequestContext) {
  const app = appOf(request);
  const { scopeId, issuer } = objectBody(request);
  const scope = textOf(scopeId);
  throwIfAny([
    ...check(scope !== "", "scopeId", blank),
    ...check(
      scope === "" || scope.startsWith("okta."),
      "scopeId",
      `'${scope}' is not a scope of the Okta API.`,
    ),
    ...check(
      grantsOf(request).every((grant) => grant.scopeId !== scope),
      "scopeId",
      taken,
    ),
    ...check(
      issuer === request.org.url || issuer === request.origin,
      "issuer",
      "The value must be the URL of the org.",
    ),
  ]);
  const grant: StoredGrant = {
    ...stamp(request.org.clock, "oag"),
    appId: app.id,
    status: "ACTIVE",
    issuer: request.org.url,
    clientId: clientIdOf(app),
    scopeId: scope,
    source: "ADMIN",
    createdBy: { id: request.userId, type: "User" },
  };
  request.write([put("grants", `${app.id}/${grant.id}`, grant)]);
  return created(view(request, grant));
}

function getGrant(request: RequestContext) {
  return ok(view(request, grantOf(request)));
}

function revokeGrant(request: RequestContext) {
  const grant = grantOf(request);
  request.write([remove("grants", `${grant.appId}/${grant.id}`)]);
  return noContent;
}

function grantOf(request: RequestContext): StoredGrant {
  const id = request.params["grantId"] ?? "";
  const grant = request.org.store.get("grants", `${appOf(request).id}/${id}`);
  if (grant === undefined) throw notFound(id, "OAuth2ScopeConsentGrant");
  return grant;
}

function view(request: RequestContext, grant: StoredGrant): JsonObject {
  const app = `${request.origin}/api/v1/apps/${grant.appId}`;
  return {
    ...omit(grant, ["appId"]),
    _links: {
      app: { href: app },
      self: { href: `${app}/grants/${grant.id}`, hints: { allow: ["GET", "DELETE"] } },
    },
  };
}
