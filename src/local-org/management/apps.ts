import { createHash } from "node:crypto";
import type { Router } from "@koa/router";
import { createActiveAppError, createNotFoundError, createValidationError } from "../http/api-error.ts";
import { blank } from "../http/problems.ts";
import type { Json, JsonObject } from "../json.ts";
import { omit, toText } from "../json.ts";
import { clientIdOf, findUserAssignment, oauthClientOf } from "../model/apps.ts";
import { revokeApp } from "../model/revoke-tokens.ts";
import type { Org } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { StoredApp } from "../store/collections.ts";
import { createApp, replaceApp } from "./app-body.ts";
import type { FilterGrammar } from "./filter.ts";
import { allowAttributes, parseFilter } from "./filter.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, noContent, ok } from "./request-context.ts";
import { linkTo, linkToTransition, defineResource } from "./resource.ts";

/** `/api/v1/apps`: the apps themselves (Okta: Applications API). */
export const apps = defineResource({
  path: "/api/v1/apps",
  param: "appId",
  collection: "apps",
  idPrefix: "0oa",
  kind: "AppInstance",
  verbs: ["list", "create", "get", "replace", "delete"],
  createdStatus: 200,
  lifecycle: { response: ok({}) },
  page: { usual: 20, most: 200 },
  list: listApps,
  build: ({ org, query }, { body, known, stamped }) => {
    if (known !== undefined) return replaceApp(known, { org, body, stamped });
    return createApp(org, body, { stamped, status: query("activate") === "false" ? "INACTIVE" : "ACTIVE" });
  },
  refuseDeletion: (app) => {
    if (app.status === "ACTIVE") throw createActiveAppError();
  },
  cascade: ({ store }, app) =>
    (["appGroups", "appUsers", "grants"] as const).flatMap((collection) =>
      store.listUnder(collection, `${app.id}/`).map(({ id }) => remove(collection, `${app.id}/${id}`)),
    ),
  afterDeletion: (org, app) => revokeApp(org, clientIdOf(app)),
  view: viewApp,
});

function listApps({ org, query }: RequestContext): StoredApp[] {
  const filter = query("filter");
  const matches = filter === undefined ? () => true : parseFilter(filter, listFilterable(org));
  const start = query("q")?.toLowerCase() ?? "";
  return org.store.list("apps").filter((app) => beginsWith(app, start) && matches(app));
}

function listFilterable(org: Org): FilterGrammar<StoredApp> {
  return allowAttributes({
    id: (app: StoredApp) => app.id,
    name: (app: StoredApp) => app.name,
    status: (app: StoredApp) => app.status,
    "group.id": (app) => org.store.listUnder("appGroups", `${app.id}/`).map(({ id }) => id),
    "user.id": (app) => ({ has: (userId) => findUserAssignment(org, app.id, userId) !== undefined }),
  });
}

/** `q` compares the beginning of name and label, not their middle. */
function beginsWith(app: StoredApp, start: string): boolean {
  return app.label.toLowerCase().startsWith(start) || app.name.toLowerCase().startsWith(start);
}

/** An app as Okta returns it: the stored object, its `orn` and absolute links on the org's own origin. */
export function viewApp({ org, origin }: RequestContext, app: StoredApp): JsonObject {
  return {
    id: app.id,
    orn: `orn:okta:idp:${org.store.get("org", "org")?.id}:apps:${app.name}:${app.id}`,
    ...omit(app, ["id", "accessPolicyId"]),
    _links: buildLinks(origin, app),
  };
}

function buildLinks(origin: string, app: StoredApp): JsonObject {
  const self = `${origin}/api/v1/apps/${app.id}`;
  const policy: Json = { href: `${origin}/api/v1/policies/${toText(app["accessPolicyId"])}` };
  return {
    self: { href: self },
    groups: { href: `${self}/groups` },
    users: { href: `${self}/users` },
    ...linkToTransition(self, app.status),
    accessPolicy: policy,
    appLinks: [
      {
        name: `${app.name}_link`,
        href: `${origin}/home/${app.name}/${app.id}/start`,
        type: "text/html",
      },
    ],
    uploadLogo: linkTo(`${self}/logo`, "POST"),
  };
}

const accessPolicies = defineResource({
  path: "/api/v1/policies",
  param: "policyId",
  collection: "accessPolicies",
  kind: "Policy",
  verbs: ["list", "get"],
  list: ({ org, query }) => {
    const type = query("type");
    if (type === undefined) throw createValidationError("type", [`type: ${blank}`]);
    return org.store.list("accessPolicies").filter((policy) => policy["type"] === type);
  },
  view: ({ origin }, policy) => {
    const self = `${origin}/api/v1/policies/${policy.id}`;
    return { ...policy, _links: { self: { href: self }, rules: { href: `${self}/rules` } } };
  },
});

/** App sign-on policies of Identity Engine: `/api/v1/policies?type=ACCESS_POLICY` and their assignment to apps. */
export function addAppPolicyRoutes(router: Router, org: Org): void {
  accessPolicies.addRoutes(router, org);
  router.put("/api/v1/apps/:appId/policies/:policyId", handle(org, assignPolicy));
}

function assignPolicy(request: RequestContext) {
  const app = apps.find(request);
  request.write([put("apps", app.id, { ...app, accessPolicyId: accessPolicies.find(request).id })]);
  return noContent;
}

/** `/api/v1/apps/{appId}/credentials/secrets`: the one secret of a confidential client (Okta: Application SSO Credentials). */
export function addAppSecretRoutes(router: Router, org: Org): void {
  const all = "/api/v1/apps/:appId/credentials/secrets";
  router.get(
    all,
    handle(org, (request) => ok(listSecrets(request))),
  );
  router.get(`${all}/:secretId`, handle(org, getSecret));
}

function getSecret(request: RequestContext) {
  const id = request.params["secretId"] ?? "";
  const secret = listSecrets(request).find((each) => each["id"] === id);
  if (secret === undefined) throw createNotFoundError(id, "OAuth2ClientSecret");
  return ok(secret);
}

function listSecrets(request: RequestContext): JsonObject[] {
  const app = apps.find(request);
  const secret = toText(oauthClientOf(app)["client_secret"]);
  return secret === "" ? [] : [view(request, app, secret)];
}

function view(request: RequestContext, app: StoredApp, secret: string): JsonObject {
  const id = `ocs${app.id.slice(3)}`;
  const self = `${request.origin}/api/v1/apps/${app.id}/credentials/secrets/${id}`;
  return {
    id,
    status: "ACTIVE",
    client_secret: secret,
    secret_hash: createHash("sha256").update(secret).digest("base64url").slice(0, 22),
    created: app.created,
    lastUpdated: app.lastUpdated,
    _links: { self: { href: self, hints: { allow: ["GET"] } } },
  };
}
