import { createHash } from "node:crypto";
import type { JsonObject } from "../../json.ts";
import { textOf } from "../../json.ts";
import { fromAlias } from "../../oidc/scope-alias.ts";
import { findServerById } from "../../oidc/servers.ts";
import type { Org } from "../../org.ts";
import type { Change } from "../../store/change.ts";
import { remove } from "../../store/change.ts";
import type { StoredOidcState } from "../../store/collections.ts";

/** Whose tokens are meant; a field that is left out matches everything. */
export interface TokenOwner {
  readonly userId?: string;
  readonly clientId?: string;
  /** `aus…`, or `org`. */
  readonly authorizationServerId?: string;
}

interface RefreshToken {
  /** Derived from the token's key; it doesn't reveal the token. */
  readonly id: string;
  readonly authorizationServerId: string;
  readonly state: StoredOidcState;
}

/** The refresh tokens that can still be used. */
export function listRefreshTokens(org: Org, owner: TokenOwner): RefreshToken[] {
  const now = org.clock.now().getTime();
  const found: RefreshToken[] = [];
  for (const [key, state] of org.store.entries("oidc")) {
    const [authorizationServerId = "", model] = key.split("/");
    const isUsable = state.expiresAt > now && state.payload["consumed"] === undefined;
    if (model === "RefreshToken" && isUsable && belongsTo(owner, key, state))
      found.push({ id: deriveTokenId(key), authorizationServerId, state });
  }
  return found;
}

/** The changes that revoke every grant and token of the owner. Sessions are kept. */
export function revokeOwnerChanges(org: Org, owner: TokenOwner): Change[] {
  return removeMatching(org, (key, state) => !key.includes("/Session/") && belongsTo(owner, key, state));
}

/** The changes that revoke a refresh token and everything issued by the same sign-in. */
export function revokeTokenChanges(org: Org, token: RefreshToken): Change[] {
  const grantId = token.state.payload["grantId"];
  const [inside, grant] = [`${token.authorizationServerId}/`, `/Grant/${textOf(grantId)}`];
  return removeMatching(
    org,
    (key, { payload }) => key.startsWith(inside) && (payload["grantId"] === grantId || key.endsWith(grant)),
  );
}

function removeMatching(org: Org, isMeant: (key: string, state: StoredOidcState) => boolean): Change[] {
  return [...org.store.entries("oidc")]
    .filter(([key, state]) => isMeant(key, state))
    .map(([key]) => remove("oidc", key));
}

function belongsTo(owner: TokenOwner, key: string, { payload }: StoredOidcState): boolean {
  const { userId, clientId, authorizationServerId } = owner;
  return (
    (userId === undefined || payload["accountId"] === userId) &&
    (clientId === undefined || payload["clientId"] === clientId) &&
    (authorizationServerId === undefined || key.startsWith(`${authorizationServerId}/`))
  );
}

function deriveTokenId(key: string): string {
  return `oar${createHash("sha256").update(key).digest("hex").slice(0, 17)}`;
}

/** A refresh token as Okta returns it: never its value. */
export function viewRefreshToken(org: Org, origin: string, token: RefreshToken): JsonObject {
  const { payload, expiresAt } = token.state;
  const [userId, clientId] = [textOf(payload["accountId"]), textOf(payload["clientId"])];
  const created = new Date(Number(payload["iat"]) * 1000).toISOString();
  const client = `${origin}/api/v1/users/${userId}/clients/${clientId}`;
  return {
    id: token.id,
    status: "ACTIVE",
    created,
    lastUpdated: created,
    expiresAt: new Date(expiresAt).toISOString(),
    issuer: findServerById(org, token.authorizationServerId)?.issuer ?? "",
    clientId,
    userId,
    scopes: fromAlias(textOf(payload["scope"])).split(" "),
    _links: {
      self: { href: `${client}/tokens/${token.id}` },
      revoke: { href: `${client}/tokens/${token.id}`, hints: { allow: ["DELETE"] } },
      user: { href: `${origin}/api/v1/users/${userId}` },
    },
  };
}
