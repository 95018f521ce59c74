import type { Context } from "koa";
import type { KoaContextWithOIDC } from "oidc-provider";
import type { JsonObject } from "../../json.ts";
import { toText } from "../../json.ts";
import { findActiveUser } from "../../model/users.ts";
import type { Org } from "../../org.ts";
import { buildAccessTokenClaims } from "../claims.ts";
import { findActiveApp } from "../client-metadata.ts";
import { fromAlias } from "../scope-alias.ts";
import type { AuthorizationServer } from "../servers.ts";

/** Okta's answer of `/introspect`. `body` is that of oidc-provider, which has authenticated the client and knows no ID tokens. */
export function sendIntrospection(
  org: Org,
  server: AuthorizationServer,
  context: Context,
  body: JsonObject,
): void {
  const { presented } = context.state as { readonly presented?: JsonObject };
  if (body["active"] === true) context.body = describeToken(org, server, context, body) ?? { active: false };
  else context.body = describeIdToken(org, context, presented) ?? { active: false };
}

/** An access or refresh token. Undefined when its user or its app isn't active any more. */
function describeToken(
  org: Org,
  server: AuthorizationServer,
  context: Context,
  body: JsonObject,
): JsonObject | undefined {
  const { AccessToken: token } = (context as Context & KoaContextWithOIDC).oidc.entities;
  const { presented } = context.state as { readonly presented?: JsonObject };
  const user = org.store.get("users", toText(body["sub"]));
  const app = findActiveApp(org, toText(body["client_id"]));
  if (user === undefined || app === undefined) return undefined;
  const scopes = fromAlias(toText(body["scope"])).split(" ").filter(Boolean);
  const facts = { server, app, user, scopes, issuedAt: Number(body["iat"]), authTime: Number(body["iat"]) };
  const seconds = Number(body["exp"]) - Number(body["iat"]);
  const claims = buildAccessTokenClaims(org, facts, { value: token?.jti ?? "", seconds });
  const cnf = presented?.["cnf"];
  const common = {
    active: true,
    scope: scopes.join(" "),
    username: user.profile.login,
    exp: claims["exp"],
    iat: claims["iat"],
    sub: user.profile.login,
    aud: token === undefined ? server.issuer : claims["aud"],
    iss: server.issuer,
    token_type: cnf === undefined ? "Bearer" : "DPoP",
    client_id: body["client_id"],
    uid: user.id,
    ...(cnf !== undefined && { cnf }),
  };
  return token === undefined ? common : { ...common, jti: claims["jti"] };
}

/** An ID token of the client that asks. Undefined for any other token, for one that expired, and when its user isn't active. */
function describeIdToken(org: Org, context: Context, claims: JsonObject | undefined): JsonObject | undefined {
  const clientId = (context as Context & KoaContextWithOIDC).oidc.client?.clientId;
  if (claims === undefined || !toText(claims["jti"]).startsWith("ID.")) return undefined;
  const user = findActiveUser(org, toText(claims["sub"]));
  const isOver = Number(claims["exp"]) * 1000 <= org.clock.now().getTime();
  if (claims["aud"] !== clientId || isOver || user === undefined) return undefined;
  const { sub, aud, iss, iat, exp, jti } = claims;
  return {
    active: true,
    username: user.profile.login,
    exp,
    iat,
    sub,
    aud,
    iss,
    jti,
    client_id: clientId,
    uid: user.id,
  };
}
