import { createHash, timingSafeEqual } from "node:crypto";
import type { Context, Next } from "koa";
import type { Org } from "../org.ts";
import type { StoredApiToken } from "../store/collections.ts";
import { forbidden, invalidSession, invalidToken } from "../http/api-error.ts";
import { groupsOf } from "../people/find.ts";
import { adminGroup } from "../seed.ts";
import { guardRegistration, isRegistrationPath } from "../registration/guard.ts";
import { scopesNeeded } from "./api-scopes.ts";

/**
 * Everything under `/api/` needs an API token (`Authorization: SSWS 00…`), or an access token with the scope for it. Only
 * registration is for those who have none.
 */
export function authenticate(org: Org) {
  return async (context: Context, next: Next): Promise<void> => {
    if (org.registration && isRegistrationPath(context.path)) {
      guardRegistration(context);
    } else if (context.path.startsWith("/api/")) {
      const isOauth = /^(?:Bearer|DPoP)\s/iu.test(context.get("Authorization"));
      Object.assign(context.state, isOauth ? await callerOf(org, context) : ownerOf(org, context));
    }
    await next();
  };
}

function ownerOf(org: Org, context: Context): { userId: string; tokenId: string } {
  const token = tokenOf(org, context.get("Authorization"));
  return { userId: token.userId, tokenId: token.id };
}

/** A token's right is its scopes and, of a user's, that the user is an administrator (Okta: Scopes and supported endpoints). */
async function callerOf(org: Org, context: Context): Promise<{ userId: string; tokenId: string }> {
  const { apiCaller } = await import("../oidc/api-access.ts");
  const caller = await apiCaller(org, context);
  if (caller === undefined) {
    context.set(
      "WWW-Authenticate",
      'Bearer error="invalid_token", error_description="The access token is invalid."',
    );
    throw invalidToken();
  }
  const needed = scopesNeeded(context.method, context.path);
  if (needed === undefined || !needed.some((scope) => caller.scopes.includes(scope))) {
    context.set(
      "WWW-Authenticate",
      'Bearer error="insufficient_scope", error_description="The access token provided does not contain the required scopes."',
    );
    throw forbidden();
  }
  const isOwnProfile = context.path === "/api/v1/users/me" && context.method === "GET";
  if (caller.isUser && !isOwnProfile && !isAdmin(org, caller.id)) throw forbidden();
  return { userId: caller.id, tokenId: "" };
}

function isAdmin(org: Org, userId: string): boolean {
  return groupsOf(org, userId).some(({ profile }) => profile.name === adminGroup);
}

function tokenOf(org: Org, header: string): StoredApiToken {
  if (header === "") throw invalidSession();
  const value = /^SSWS\s+(\S+)$/.exec(header)?.[1] ?? "";
  const token = org.store.list("apiTokens").find((each) => isSame(each.value, value));
  if (token === undefined || !mayUseTokens(org, token.userId)) throw invalidToken();
  return token;
}

/** A token is good as long as its owner is neither suspended nor deactivated. */
function mayUseTokens(org: Org, userId: string): boolean {
  const status = org.store.get("users", userId)?.status ?? "DEPROVISIONED";
  return !["SUSPENDED", "DEPROVISIONED"].includes(status);
}

/** Compares digests, so that the time taken says nothing about the secret or its length. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
