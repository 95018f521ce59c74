import type { Context } from "koa";
import type { KoaContextWithOIDC } from "oidc-provider";
import type { JsonObject } from "../../json.ts";
import { toObject, toText } from "../../json.ts";
import type { Org } from "../../org.ts";
import { findActiveUser } from "../../model/users.ts";
import { buildAccessTokenClaims, buildIdTokenClaims } from "../claims.ts";
import type { TokenFacts } from "../claims.ts";
import { findActiveApp } from "../client-metadata.ts";
import { hashAccessToken, signToken } from "../jwt.ts";
import { fromAlias } from "../scope-alias.ts";
import type { AuthorizationServer } from "../servers.ts";

type Entities = KoaContextWithOIDC["oidc"]["entities"];

/**
 * Okta's tokens in place of oidc-provider's: an access token that is a JWT and stands for the opaque one inside; an ID token
 * with Okta's claims, which after a refresh has no nonce; both timed by the clock of the org.
 */
export async function translateTokens(
  org: Org,
  server: AuthorizationServer,
  context: Context,
): Promise<void> {
  const { boundTo } = context.state as { readonly boundTo?: string };
  const body = toObject(context.body as JsonObject | undefined);
  const { entities } = (context as Context & KoaContextWithOIDC).oidc;
  const value = toText(body?.["access_token"]);
  if (body === undefined || value === "") return;
  const facts = readFacts(org, server, entities, toText(body["scope"]));
  if (facts === undefined) return;
  const seconds = Number(body["expires_in"]);
  const accessToken = await signToken(
    org,
    server.id,
    buildAccessTokenClaims(org, facts, { value, seconds, boundTo }),
  );
  context.body = {
    token_type: boundTo === undefined ? "Bearer" : "DPoP",
    expires_in: seconds,
    access_token: accessToken,
    scope: facts.scopes.join(" "),
    ...(body["refresh_token"] !== undefined && { refresh_token: body["refresh_token"] }),
    ...(body["id_token"] !== undefined && {
      id_token: await signToken(
        org,
        server.id,
        buildIdTokenClaims(org, facts, {
          accessTokenHash: hashAccessToken(accessToken),
          nonce: entities.AuthorizationCode?.nonce,
        }),
      ),
    }),
  };
}

function readFacts(
  org: Org,
  server: AuthorizationServer,
  entities: Entities,
  scope: string,
): TokenFacts | undefined {
  const user = findActiveUser(org, entities.AccessToken?.accountId ?? "");
  const app = findActiveApp(org, entities.Client?.clientId ?? "");
  if (user === undefined || app === undefined) return undefined;
  const issuedAt = Math.floor(org.clock.now().getTime() / 1000);
  const source = entities.AuthorizationCode ?? entities.RefreshToken ?? entities.DeviceCode;
  return {
    server,
    app,
    user,
    scopes: fromAlias(scope).split(" ").filter(Boolean),
    issuedAt,
    authTime: source?.authTime ?? issuedAt,
  };
}
