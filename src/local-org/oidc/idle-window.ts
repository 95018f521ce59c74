import type { Context } from "koa";
import type { KoaContextWithOIDC } from "oidc-provider";
import type { Change } from "../store/change.ts";
import { put } from "../store/change.ts";
import type { Org } from "../org.ts";
import { oidcKey } from "./adapter.ts";
import { secondsFor } from "./lifetimes.ts";
import type { AuthorizationServer } from "./servers.ts";

/** Using a refresh token keeps it, and the grant behind it, for another idle window. */
export function extendRefreshToken(org: Org, server: AuthorizationServer, context: Context): void {
  const { entities } = (context as Context & KoaContextWithOIDC).oidc;
  const { RefreshToken: token } = entities;
  if (context.status !== 200 || token === undefined || entities.AuthorizationCode !== undefined) return;
  const seconds = secondsFor(org, server, token).refreshToken;
  const keys = [
    oidcKey(server.id, "RefreshToken", token.jti),
    oidcKey(server.id, "Grant", token.grantId ?? ""),
  ];
  org.store.write(keys.flatMap((key) => extended(org, key, seconds)));
}

function extended(org: Org, key: string, seconds: number): Change[] {
  const stored = org.store.get("oidc", key);
  if (stored === undefined) return [];
  // Twice: for the clock of the org, and for oidc-provider, which looks at its own.
  const expiresAt = org.clock.now().getTime() + seconds * 1000;
  const exp = Math.floor(Date.now() / 1000) + seconds;
  return [put("oidc", key, { ...stored, expiresAt, payload: { ...stored.payload, exp } })];
}
