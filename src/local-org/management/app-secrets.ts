import { createHash } from "node:crypto";
import type { Router } from "@koa/router";
import { notFound } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { textOf } from "../json.ts";
import type { Org } from "../org.ts";
import type { StoredApp } from "../store/collections.ts";
import { oauthClientOf } from "../model/app-fields.ts";
import { apps } from "./apps.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, ok } from "./request-context.ts";

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
  if (secret === undefined) throw notFound(id, "OAuth2ClientSecret");
  return ok(secret);
}

function listSecrets(request: RequestContext): JsonObject[] {
  const app = apps.find(request);
  const secret = textOf(oauthClientOf(app)["client_secret"]);
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
