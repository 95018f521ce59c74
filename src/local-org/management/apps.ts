import type { Router } from "@koa/router";
import { createActiveAppError, createValidationError } from "../http/api-error.ts";
import { blank } from "../http/problems.ts";
import type { Json, JsonObject } from "../json.ts";
import { omit, toObject, toText } from "../json.ts";
import { clientIdOf, findUserAssignment, oauthClientOf } from "../model/apps.ts";
import { findClientSecret } from "../model/client-secrets.ts";
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
  viewSaved: viewSavedApp,
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

/** Okta shows the secret when an app is created or replaced, never when it is read. */
function viewSavedApp(request: RequestContext, app: StoredApp): JsonObject {
  const view = viewApp(request, app);
  const secret = findClientSecret(app);
  if (secret === "") return view;
  const oauthClient = { ...oauthClientOf(app), client_secret: secret };
  return { ...view, credentials: { ...toObject(view["credentials"]), oauthClient } };
}

/** An app as Okta returns it: the stored object, its `orn` and absolute links on the org's own origin. */
export function viewApp({ org, origin }: RequestContext, app: StoredApp): JsonObject {
  return {
    id: app.id,
    orn: `orn:okta:idp:${org.store.get("org", "org")?.id}:apps:${app.name}:${app.id}`,
    ...omit(app, ["id", "accessPolicyId", "clientSecrets"]),
    ...hideSecret(app),
    _links: buildLinks(origin, app),
  };
}

/** Of an app from a data folder of an older version, which kept the secret among the credentials. */
function hideSecret(app: StoredApp): JsonObject {
  if (oauthClientOf(app)["client_secret"] === undefined) return {};
  const oauthClient = omit(oauthClientOf(app), ["client_secret"]);
  return { credentials: { ...toObject(app["credentials"]), oauthClient } };
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
