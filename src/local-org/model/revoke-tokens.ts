import type { JsonObject } from "../json.ts";
import type { Org } from "../org.ts";
import type { Change } from "../store/change.ts";
import { remove } from "../store/change.ts";

/** Revokes every session, grant and token of a user. */
export function revokeAllTokens(org: Org, userId: string): void {
  removeWhere(org, (payload) => payload["accountId"] === userId);
}

/** Revokes every grant and token of a client. */
export function revokeApp(org: Org, clientId: string): void {
  removeWhere(org, (payload) => payload["clientId"] === clientId);
}

/** Ends the sessions of a user; tokens stay valid. */
export function endUserSessions(org: Org, userId: string): void {
  removeWhere(org, (payload) => payload["accountId"] === userId && payload["kind"] === "Session");
}

function removeWhere(org: Org, isMeant: (payload: JsonObject) => boolean): void {
  const changes: Change[] = [];
  for (const [key, { payload }] of org.store.entries("oidc"))
    if (isMeant(payload)) changes.push(remove("oidc", key));
  if (changes.length > 0) org.store.write(changes);
}
