import type { Context } from "koa";
import type { KoaContextWithOIDC } from "oidc-provider";
import { findActiveUser } from "../model/users.ts";
import type { Org } from "../org.ts";
import type { Change } from "../store/change.ts";
import { put } from "../store/change.ts";
import type { TokenLifetimes } from "./access-policy.ts";
import { judgeAccess, usualLifetimes } from "./access-policy.ts";
import { composeOidcKey } from "./adapter.ts";
import { findActiveApp, deviceGrant } from "./client-metadata.ts";
import { fromAlias } from "./scope-alias.ts";
import type { AuthorizationServer } from "./servers.ts";

/** What is known of a token, or of the grant it belongs to, when its lifetime is decided. */
interface TokenLike {
  readonly accountId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly scope?: string | undefined;
  readonly gty?: string | undefined;
  readonly grantId?: string | undefined;
}

/** The lifetimes of new tokens in seconds, by the access rule that allows them. */
export function chooseSeconds(
  org: Org,
  server: AuthorizationServer,
  token: TokenLike,
): { readonly accessToken: number; readonly refreshToken: number } {
  const lifetimes = findLifetimes(org, server, token);
  const window = lifetimes.refreshTokenWindowMinutes * 60;
  const end = lifetimes.refreshTokenMinutes * 60;
  const age = measureAge(org, server, token.grantId);
  return {
    accessToken: lifetimes.accessTokenMinutes * 60,
    // A rotated token expires when the first one would.
    refreshToken: end === 0 ? window : Math.max(1, Math.min(window, end - age)),
  };
}

/** Seconds since the sign-in, by the clock of the org; oidc-provider's own `iiat` follows another. */
function measureAge(org: Org, server: AuthorizationServer, grantId: string | undefined): number {
  const now = org.clock.now().getTime();
  const grant =
    grantId === undefined ? undefined : org.store.get("oidc", composeOidcKey(server.id, "Grant", grantId));
  return Math.floor((now - (grant?.madeAt ?? now)) / 1000);
}

/** The grant of the sign-in, from oidc-provider's `gty`: `authorization_code refresh_token`. */
export function readOriginalGrantType(gty: string | undefined): string {
  return gty?.startsWith("device_code") === true ? deviceGrant : "authorization_code";
}

function findLifetimes(org: Org, server: AuthorizationServer, token: TokenLike): TokenLifetimes {
  const user = findActiveUser(org, token.accountId ?? "");
  const app = findActiveApp(org, token.clientId ?? "");
  if (user === undefined || app === undefined) return usualLifetimes;
  const scopes = fromAlias(token.scope ?? "")
    .split(" ")
    .filter(Boolean);
  const decision = judgeAccess(org, {
    server,
    app,
    user,
    scopes,
    grantType: readOriginalGrantType(token.gty),
  });
  return decision.isAllowed ? decision.lifetimes : usualLifetimes;
}

/** Using a refresh token extends it, and its grant, by another idle window. */
export function extendRefreshToken(org: Org, server: AuthorizationServer, context: Context): void {
  const { entities } = (context as Context & KoaContextWithOIDC).oidc;
  const { RefreshToken: token } = entities;
  if (context.status !== 200 || token === undefined || entities.AuthorizationCode !== undefined) return;
  const seconds = chooseSeconds(org, server, token).refreshToken;
  const keys = [
    composeOidcKey(server.id, "RefreshToken", token.jti),
    composeOidcKey(server.id, "Grant", token.grantId ?? ""),
  ];
  org.store.write(keys.flatMap((key) => extendChanges(org, key, seconds)));
}

function extendChanges(org: Org, key: string, seconds: number): Change[] {
  const stored = org.store.get("oidc", key);
  if (stored === undefined) return [];
  // Twice: by the clock of the org, and by that of the machine, which oidc-provider reads.
  const expiresAt = org.clock.now().getTime() + seconds * 1000;
  const exp = Math.floor(Date.now() / 1000) + seconds;
  return [put("oidc", key, { ...stored, expiresAt, payload: { ...stored.payload, exp } })];
}
