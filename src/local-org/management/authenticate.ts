import { createHash, timingSafeEqual } from "node:crypto";
import type { Context, Next } from "koa";
import type { Org } from "../org.ts";
import type { StoredApiToken } from "../store/collections.ts";
import { invalidSession, invalidToken } from "../http/api-error.ts";

/** Everything under `/api/` needs a known API token: `Authorization: SSWS 00…`. */
export function authenticate(org: Org) {
  return async (context: Context, next: Next): Promise<void> => {
    if (context.path.startsWith("/api/")) {
      const token = tokenOf(org, context.get("Authorization"));
      context.state["userId"] = token.userId;
      context.state["tokenId"] = token.id;
    }
    await next();
  };
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
