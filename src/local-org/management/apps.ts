import { createActiveAppError, createValidationError } from "../http/api-error.ts";
import type { Json, JsonObject } from "../json.ts";
import { omit, toObject, toText } from "../json.ts";
import { clientIdOf, findUserAssignment, oauthClientOf } from "../model/apps.ts";
import { findClientSecret, listClientSecrets } from "../model/client-secrets.ts";
import { revokeApp } from "../model/revoke-tokens.ts";
import { findOrgPolicy } from "../model/system-policies.ts";
import type { Org } from "../org.ts";
import { remove } from "../store/change.ts";
import type { StoredApp } from "../store/collections.ts";
import { createApp, replaceApp } from "./app-body.ts";
import { viewUserAssignment } from "./app-user-view.ts";
import type { FilterGrammar } from "./filter.ts";
import { allowAttributes, parseFilter } from "./filter.ts";
import type { RequestContext } from "./request-context.ts";
import { ok } from "./request-context.ts";
import { linkTo, defineResource } from "./resource.ts";

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
  view: (request, app) => ({ ...viewApp(request, app), ...embedUser(request, app) }),
  viewSaved: viewSavedApp,
});

function listApps(request: RequestContext): StoredApp[] {
  const { org, query } = request;
  readExpandedUser(request);
  const filter = query("filter");
  const matches = filter === undefined ? () => true : parseFilter(filter, listFilterable(org));
  const start = query("q")?.toLowerCase() ?? "";
  return org.store.list("apps").filter((app) => beginsWith(app, start) && matches(app));
}

/** The user whose assignment `expand=user/{userId}` embeds in each app; undefined without it. Throws E0000001. */
function readExpandedUser({ query }: RequestContext): string | undefined {
  const expand = query("expand") ?? "";
  const userId = /^user\/(\w+)$/u.exec(expand)?.[1];
  if (expand !== "" && userId === undefined)
    throw createValidationError("RequestParams", ["Expand query is malformed."]);
  return userId;
}

function embedUser(request: RequestContext, app: StoredApp): JsonObject {
  const userId = readExpandedUser(request);
  const assignment = userId === undefined ? undefined : findUserAssignment(request.org, app.id, userId);
  return assignment === undefined ? {} : { _embedded: { user: viewUserAssignment(request, assignment) } };
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
export function viewApp(request: RequestContext, app: StoredApp): JsonObject {
  const { org, origin } = request;
  return {
    id: app.id,
    orn: `orn:okta:idp:${org.store.get("org", "org")?.id}:apps:${app.name}:${app.id}`,
    ...omit(app, ["id", "accessPolicyId", "profileEnrollmentId", "clientSecrets"]),
    ...hideSecret(app),
    _links: buildLinks(org, origin, app),
  };
}

/** Of an app from a data folder of an older version, which kept the secret among the credentials. */
function hideSecret(app: StoredApp): JsonObject {
  if (oauthClientOf(app)["client_secret"] === undefined) return {};
  const oauthClient = omit(oauthClientOf(app), ["client_secret"]);
  return { credentials: { ...toObject(app["credentials"]), oauthClient } };
}

function buildLinks(org: Org, origin: string, app: StoredApp): JsonObject {
  const self = `${origin}/api/v1/apps/${app.id}`;
  const linkToPolicy = (id: Json | undefined): Json => ({ href: `${origin}/api/v1/policies/${toText(id)}` });
  const transition = app.status === "ACTIVE" ? "deactivate" : "activate";
  const secrets: Json = [{ name: "secrets", href: `${self}/credentials/secrets` }];
  return {
    uploadLogo: linkTo(`${self}/logo`, "POST"),
    appLinks: [
      { name: `${app.name}_link`, href: `${origin}/home/${app.name}/${app.id}/start`, type: "text/html" },
    ],
    profileEnrollment: linkToPolicy(app["profileEnrollmentId"] ?? findOrgPolicy(org, "PROFILE_ENROLLMENT")),
    policies: linkTo(`${self}/policies`, "PUT"),
    groups: { href: `${self}/groups` },
    ...(listClientSecrets(app).length > 0 && { clientCredentials: secrets }),
    accessPolicy: linkToPolicy(app["accessPolicyId"]),
    users: { href: `${self}/users` },
    // Without the hints that other resources have.
    [transition]: { href: `${self}/lifecycle/${transition}` },
  };
}
