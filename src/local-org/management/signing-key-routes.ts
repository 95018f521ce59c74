import type { Router } from "@koa/router";
import { notFound, validationFailed } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { publicJwk, rotateSigningKey, signingKeys } from "../oidc/signing-keys.ts";
import type { Org } from "../org.ts";
import type { StoredSigningKey } from "../store/collections.ts";
import { namedParty } from "./audit/parties.ts";
import { authorizationServerOf } from "./authorization-servers.ts";
import type { Exchange } from "./exchange.ts";
import { handle, objectBody, ok } from "./exchange.ts";

/** The keys that an authorization server signs tokens with, their public part (Okta: Authorization Server Keys API). */
export function signingKeyRoutes(router: Router, org: Org): void {
  const credentials = "/api/v1/authorizationServers/:authServerId/credentials";
  router.get(`${credentials}/keys`, handle(org, listKeys));
  router.get(`${credentials}/keys/:keyId`, handle(org, getKey));
  router.post(`${credentials}/lifecycle/keyRotate`, handle(org, rotate));
}

async function listKeys(exchange: Exchange) {
  const keys = await signingKeys(exchange.org, authorizationServerOf(exchange).id);
  return ok(keys.map((key) => view(exchange, key)));
}

async function getKey(exchange: Exchange) {
  const id = exchange.params["keyId"] ?? "";
  const keys = await signingKeys(exchange.org, authorizationServerOf(exchange).id);
  const key = keys.find(({ kid }) => kid === id);
  if (key === undefined) throw notFound(id, "JsonWebKey");
  return ok(view(exchange, key));
}

async function rotate(exchange: Exchange) {
  const server = authorizationServerOf(exchange);
  if (objectBody(exchange)["use"] !== "sig")
    throw validationFailed("rotateKeys", ["Invalid value specified for key 'use' parameter."]);
  await rotateSigningKey(exchange.org, server.id);
  exchange.record({
    eventType: "app.oauth2.as.key.rollover",
    message: "Token signing key rolled over",
    targets: [namedParty("AuthorizationServer", server)],
  });
  return listKeys(exchange);
}

/** Okta also publishes the key that comes NEXT; here it is made when it is needed. */
function view(exchange: Exchange, key: StoredSigningKey): JsonObject {
  const server = `${exchange.origin}/api/v1/authorizationServers/${key.authorizationServerId}`;
  const self = { href: `${server}/credentials/keys/${key.kid}`, hints: { allow: ["GET"] } };
  return { ...publicJwk(key), status: key.status, _links: { self } };
}
