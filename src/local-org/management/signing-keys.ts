import type { Router } from "@koa/router";
import { notFound, validationFailed } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { toPublicJwk, rotateSigningKey, loadSigningKeys } from "../oidc/signing-keys.ts";
import type { Org } from "../org.ts";
import type { StoredSigningKey } from "../store/collections.ts";
import { toNamedParty } from "./audit/parties.ts";
import { authorizationServers } from "./authorization-servers.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, readObject, ok } from "./request-context.ts";

/** The public keys of an authorization server (Okta: Authorization Server Keys API). */
export function addSigningKeyRoutes(router: Router, org: Org): void {
  const credentials = "/api/v1/authorizationServers/:authServerId/credentials";
  router.get(`${credentials}/keys`, handle(org, listKeys));
  router.get(`${credentials}/keys/:keyId`, handle(org, getKey));
  router.post(`${credentials}/lifecycle/keyRotate`, handle(org, rotate));
}

async function listKeys(request: RequestContext) {
  const keys = await loadSigningKeys(request.org, authorizationServers.find(request).id);
  return ok(keys.map((key) => view(request, key)));
}

async function getKey(request: RequestContext) {
  const id = request.params["keyId"] ?? "";
  const keys = await loadSigningKeys(request.org, authorizationServers.find(request).id);
  const key = keys.find(({ kid }) => kid === id);
  if (key === undefined) throw notFound(id, "JsonWebKey");
  return ok(view(request, key));
}

async function rotate(request: RequestContext) {
  const server = authorizationServers.find(request);
  if (readObject(request)["use"] !== "sig")
    throw validationFailed("rotateKeys", ["Invalid value specified for key 'use' parameter."]);
  await rotateSigningKey(request.org, server.id);
  request.record({
    eventType: "app.oauth2.as.key.rollover",
    message: "Token signing key rolled over",
    targets: [toNamedParty("AuthorizationServer", server)],
  });
  return listKeys(request);
}

/** Okta also publishes the NEXT key; here it is created when it is needed. */
function view(request: RequestContext, key: StoredSigningKey): JsonObject {
  const server = `${request.origin}/api/v1/authorizationServers/${key.authorizationServerId}`;
  const self = { href: `${server}/credentials/keys/${key.kid}`, hints: { allow: ["GET"] } };
  return { ...toPublicJwk(key), status: key.status, _links: { self } };
}
