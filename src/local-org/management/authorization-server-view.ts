import type { JsonObject } from "../json.ts";
import { asObject } from "../json.ts";
import type { Org } from "../org.ts";
import type { StoredAuthorizationServer } from "../store/collections.ts";
import type { Exchange } from "./exchange.ts";

/** An authorization server as Okta answers it. */
export function authorizationServerView(exchange: Exchange, server: StoredAuthorizationServer): JsonObject {
  const issuer = issuerOf(exchange.org, server);
  return {
    ...server,
    issuer,
    credentials: { signing: signingOf(exchange.org, server) },
    _links: linksOf(`${exchange.origin}/api/v1/authorizationServers/${server.id}`, issuer, server.status),
  };
}

/** The issuer: `default` is known by that name, the others by their id. */
function issuerOf(org: Org, server: StoredAuthorizationServer): string {
  return `${org.url}/oauth2/${server.default ? "default" : server.id}`;
}

/** The key in use is named once it is made: with the first token. */
function signingOf(org: Org, server: StoredAuthorizationServer): JsonObject {
  const known = asObject(asObject(server["credentials"])?.["signing"]) ?? {};
  const active = org.store
    .listUnder("signingKeys", `${server.id}/`)
    .find(({ status }) => status === "ACTIVE");
  return active === undefined
    ? known
    : { ...known, kid: active.kid, lastRotated: active.created, use: "sig" };
}

function linksOf(self: string, issuer: string, status: string): JsonObject {
  const transition = status === "ACTIVE" ? "deactivate" : "activate";
  return {
    self: { href: self, hints: { allow: ["GET", "DELETE", "PUT"] } },
    scopes: { href: `${self}/scopes`, hints: { allow: ["GET"] } },
    claims: { href: `${self}/claims`, hints: { allow: ["GET"] } },
    policies: { href: `${self}/policies`, hints: { allow: ["GET"] } },
    metadata: [
      { name: "oauth-authorization-server", href: `${issuer}/.well-known/oauth-authorization-server` },
      { name: "openid-configuration", href: `${issuer}/.well-known/openid-configuration` },
    ],
    rotateKey: { href: `${self}/credentials/lifecycle/keyRotate`, hints: { allow: ["POST"] } },
    [transition]: { href: `${self}/lifecycle/${transition}`, hints: { allow: ["POST"] } },
  };
}
