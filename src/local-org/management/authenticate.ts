import type { Context, Next } from "koa";
import {
  createForbiddenError,
  createInvalidSessionError,
  createInvalidTokenError,
} from "../http/api-error.ts";
import { adminGroup } from "../model/seed.ts";
import { listGroupsOfUser } from "../model/users.ts";
import type { Org } from "../org.ts";
import { isSameSecret } from "../same-secret.ts";
import type { StoredApiToken } from "../store/collections.ts";

/**
 * Everything under `/api/` needs an API token (`Authorization: SSWS 00…`), or an access token with the scope for it, except
 * what `isOpen` allows.
 */
export function authenticate(org: Org, isOpen: (context: Context) => boolean) {
  return async (context: Context, next: Next): Promise<void> => {
    if (context.path.startsWith("/api/") && !openAtOkta.test(context.path) && !isOpen(context)) {
      const isOauth = /^(?:Bearer|DPoP)\s/iu.test(context.get("Authorization"));
      Object.assign(context.state, isOauth ? await findCaller(org, context) : findOwner(org, context));
    }
    await next();
  };
}

/** Users call these without a token. The local org answers that it doesn't emulate them (unemulated.ts). */
const openAtOkta = /^\/api\/v1\/(?:authn|sessions)(?:\/|$)/u;

function findOwner(org: Org, context: Context): { userId: string; tokenId: string } {
  const token = findToken(org, context.get("Authorization"));
  return { userId: token.userId, tokenId: token.id };
}

/** An access token needs the right scope and, when it belongs to a user, an administrator (Okta: Scopes and supported endpoints). */
async function findCaller(org: Org, context: Context): Promise<{ userId: string; tokenId: string }> {
  const { findApiCaller } = await import("../oidc/api-access.ts");
  const caller = await findApiCaller(org, context);
  if (caller === undefined) {
    context.set(
      "WWW-Authenticate",
      'Bearer error="invalid_token", error_description="The access token is invalid."',
    );
    throw createInvalidTokenError();
  }
  const needed = listNeededScopes(context.method, context.path);
  if (needed === undefined || !needed.some((scope) => caller.scopes.includes(scope))) {
    context.set(
      "WWW-Authenticate",
      'Bearer error="insufficient_scope", error_description="The access token provided does not contain the required scopes."',
    );
    throw createForbiddenError();
  }
  const isOwnProfile = context.path === "/api/v1/users/me" && context.method === "GET";
  if (caller.isUser && !isOwnProfile && !isAdmin(org, caller.id)) throw createForbiddenError();
  return { userId: caller.id, tokenId: "" };
}

function isAdmin(org: Org, userId: string): boolean {
  return listGroupsOfUser(org, userId).some(({ profile }) => profile.name === adminGroup);
}

/** `SSWS 00…`; Okta's SDK for Python sends `SSWS00…`, which Okta accepts. */
function findToken(org: Org, header: string): StoredApiToken {
  if (header === "") throw createInvalidSessionError();
  const value = /^SSWS\s*(\S+)$/u.exec(header)?.[1] ?? "";
  const token = org.store.list("apiTokens").find((each) => isSameSecret(each.value, value));
  if (token === undefined || !mayUseTokens(org, token.userId)) throw createInvalidTokenError();
  return token;
}

/** A token is valid as long as its owner is neither suspended nor deactivated. */
function mayUseTokens(org: Org, userId: string): boolean {
  const status = org.store.get("users", userId)?.status ?? "DEPROVISIONED";
  return !["SUSPENDED", "DEPROVISIONED"].includes(status);
}

/** The noun of the `okta.*` scopes that a path of the API needs; the first match counts (Okta: OAuth 2.0 scopes). */
const nouns: readonly (readonly [path: RegExp, noun: string])[] = [
  [/^\/api\/v1\/apps\/[^/]+\/grants/u, "appGrants"],
  [/^\/api\/v1\/apps/u, "apps"],
  [/^\/api\/v1\/groups/u, "groups"],
  [/^\/api\/v1\/users\/[^/]+\/roles/u, "roles"],
  [/^\/api\/v1\/users/u, "users"],
  [/^\/api\/v1\/authorizationServers/u, "authorizationServers"],
  [/^\/api\/v1\/policies/u, "policies"],
  [/^\/api\/v1\/logs/u, "logs"],
  [/^\/api\/v1\/org/u, "orgs"],
  [/^\/api\/v1\/features/u, "features"],
  [/^\/api\/v1\/api-tokens/u, "apiTokens"],
  [/^\/api\/v1\/trustedOrigins/u, "trustedOrigins"],
];

/** The scopes of which a request needs one; undefined for paths that no OAuth token may call. */
function listNeededScopes(method: string, path: string): readonly string[] | undefined {
  const noun = nouns.find(([pattern]) => pattern.test(path))?.[1];
  if (noun === undefined) return undefined;
  if (method !== "GET" && method !== "HEAD") return [`okta.${noun}.manage`];
  const self = path === "/api/v1/users/me" ? ["okta.users.read.self", "okta.users.manage.self"] : [];
  return [`okta.${noun}.read`, `okta.${noun}.manage`, ...self];
}
