import { createHash } from "node:crypto";
import type { Router } from "@koa/router";
import type { ApiError } from "../http/api-error.ts";
import { createNotFoundError, createValidationError } from "../http/api-error.ts";
import { check, throwIfAny } from "../http/problems.ts";
import type { Json, JsonObject } from "../json.ts";
import { toText } from "../json.ts";
import { clientIdOf, oauthClientOf } from "../model/apps.ts";
import type { ClientSecret } from "../model/client-secrets.ts";
import {
  createClientSecret,
  findClientSecret,
  listClientSecrets,
  mostClientSecrets,
} from "../model/client-secrets.ts";
import type { Org } from "../org.ts";
import { isSameSecret } from "../same-secret.ts";
import { put } from "../store/change.ts";
import type { Status, StoredApp } from "../store/collections.ts";
import { findSecretProblems } from "./app-validation.ts";
import { apps } from "./apps.ts";
import type { RequestContext } from "./request-context.ts";
import { created, handle, noContent, ok, readObject } from "./request-context.ts";
import { linkTo, linkToTransition } from "./resource.ts";

/** `/api/v1/apps/{appId}/credentials/secrets`: the secrets of a confidential client (Okta: Application SSO Public Keys API). */
export function addClientSecretRoutes(router: Router, org: Org): void {
  const all = "/api/v1/apps/:appId/credentials/secrets";
  const one = `${all}/:secretId`;
  router.get(all, handle(org, listSecrets));
  router.post(all, handle(org, addSecret));
  router.get(
    one,
    handle(org, (request) => ok(viewSecret(request, findSecret(request)))),
  );
  router.delete(one, handle(org, deleteSecret));
  router.post(
    `${one}/lifecycle/activate`,
    handle(org, (request) => changeStatus(request, "ACTIVE")),
  );
  router.post(
    `${one}/lifecycle/deactivate`,
    handle(org, (request) => changeStatus(request, "INACTIVE")),
  );
  router.get("/api/v1/internal/apps/:appId/settings/clientcreds", handle(org, getCredentials));
}

function listSecrets(request: RequestContext) {
  return ok(listClientSecrets(apps.find(request)).map((secret) => viewSecret(request, secret)));
}

function findSecret(request: RequestContext): ClientSecret {
  const id = request.params["secretId"] ?? "";
  const secret = listClientSecrets(apps.find(request)).find((each) => each.id === id);
  if (secret === undefined) throw createNotFoundError(id, "OAuth2ClientSecret");
  return secret;
}

/** Okta makes a secret when the body holds none. */
function addSecret(request: RequestContext) {
  const app = apps.find(request);
  const known = listClientSecrets(app);
  const { client_secret: value, status = "ACTIVE" } = readObject(request);
  refuseOneMore(app, known);
  throwIfAny([
    ...findSecretProblems(value, toText(oauthClientOf(app)["token_endpoint_auth_method"])),
    ...check(
      known.every((each) => !isSameSecret(each.client_secret, toText(value))),
      "client_secret",
      "The client has this secret already.",
    ),
  ]);
  const made = createClientSecret(request.org.clock, toText(value));
  const secret: ClientSecret = status === "INACTIVE" ? { ...made, status } : made;
  save(request, app, [...known, secret]);
  return created(viewSecret(request, secret));
}

function refuseOneMore(app: StoredApp, known: readonly ClientSecret[]): void {
  if (known.length === 0)
    throw refuse([`The client ${clientIdOf(app)} doesn't authenticate with a client secret.`]);
  if (known.length >= mostClientSecrets)
    throw refuse(["You have reached the maximum number of client secrets per client."]);
}

function refuse(causes: readonly string[]): ApiError {
  return createValidationError("OAuth2ClientSecretMediated", causes);
}

function changeStatus(request: RequestContext, status: Status) {
  const app = apps.find(request);
  const known = findSecret(request);
  const others = listOthers(app, known);
  if (status === "INACTIVE" && others.every((other) => other.status === "INACTIVE"))
    throw refuse(["The only active secret of a client can't be deactivated."]);
  if (known.status === status) return ok(viewSecret(request, known));
  const changed = { ...known, status, lastUpdated: request.org.clock.now().toISOString() };
  save(
    request,
    app,
    [...others, changed].toSorted((one, other) => (one.id < other.id ? -1 : 1)),
  );
  return ok(viewSecret(request, changed));
}

function deleteSecret(request: RequestContext) {
  const app = apps.find(request);
  const known = findSecret(request);
  if (known.status === "ACTIVE")
    throw refuse(["Only an inactive secret can be deleted. Deactivate it first."]);
  save(request, app, listOthers(app, known));
  return noContent;
}

function listOthers(app: StoredApp, { id: known }: ClientSecret): readonly ClientSecret[] {
  return listClientSecrets(app).filter(({ id }) => id !== known);
}

function save(request: RequestContext, app: StoredApp, clientSecrets: readonly ClientSecret[]): void {
  const lastUpdated = request.org.clock.now().toISOString();
  request.write([put("apps", app.id, { ...app, lastUpdated, clientSecrets })]);
}

function viewSecret(request: RequestContext, secret: ClientSecret): JsonObject {
  const { id, status, client_secret: value } = secret;
  const self = `${request.origin}/api/v1/apps/${apps.find(request).id}/credentials/secrets/${id}`;
  const deletion: JsonObject = status === "ACTIVE" ? {} : { delete: linkTo(self, "DELETE") };
  return {
    ...secret,
    secret_hash: createHash("sha256").update(value).digest("base64url").slice(0, 22),
    _links: { ...linkToTransition(self, status), ...deletion },
  };
}

/** What the Admin Console shows, and what Okta's CLI reads after it has made an app. Okta doesn't publish it. */
function getCredentials(request: RequestContext) {
  const app = apps.find(request);
  const secret = findClientSecret(app);
  const credentials: Json = { client_id: clientIdOf(app), ...(secret !== "" && { client_secret: secret }) };
  return ok(credentials);
}
