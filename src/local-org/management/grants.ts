import { blank, check, taken, throwIfAny } from "../http/problems.ts";
import type { JsonObject } from "../json.ts";
import { omit, toText } from "../json.ts";
import { clientIdOf } from "../model/apps.ts";
import type { StoredGrant } from "../store/collections.ts";
import { apps } from "./apps.ts";
import type { RequestContext } from "./request-context.ts";
import type { Draft } from "./resource.ts";
import { linkTo, defineResource } from "./resource.ts";

/** `/api/v1/apps/{appId}/grants`: the `okta.*` scopes that an app may ask for (Okta: Application Grants API). */
export const grants = defineResource({
  path: "/api/v1/apps/:appId/grants",
  param: "grantId",
  collection: "grants",
  idPrefix: "oag",
  kind: "OAuth2ScopeConsentGrant",
  verbs: ["list", "create", "get", "delete"],
  parentOf: (request) => apps.find(request).id,
  build: buildGrant,
  view: viewGrant,
});

function buildGrant(request: RequestContext, { body, stamped, parentId }: Draft<StoredGrant>): StoredGrant {
  const { org, origin, userId } = request;
  const scope = toText(body["scopeId"]);
  throwIfAny([
    ...check(scope !== "", "scopeId", blank),
    ...check(
      scope === "" || scope.startsWith("okta."),
      "scopeId",
      `'${scope}' is not a scope of the Okta API.`,
    ),
    ...check(
      org.store.listUnder("grants", `${parentId}/`).every((grant) => grant.scopeId !== scope),
      "scopeId",
      taken,
    ),
    ...check(
      body["issuer"] === org.url || body["issuer"] === origin,
      "issuer",
      "The value must be the URL of the org.",
    ),
  ]);
  return {
    ...stamped,
    appId: parentId,
    status: "ACTIVE",
    issuer: org.url,
    clientId: clientIdOf(apps.find(request)),
    scopeId: scope,
    source: "ADMIN",
    createdBy: { id: userId, type: "User" },
  };
}

function viewGrant({ origin }: RequestContext, grant: StoredGrant): JsonObject {
  const app = `${origin}/api/v1/apps/${grant.appId}`;
  return {
    ...omit(grant, ["appId"]),
    _links: { app: { href: app }, self: linkTo(`${app}/grants/${grant.id}`, "GET", "DELETE") },
  };
}
