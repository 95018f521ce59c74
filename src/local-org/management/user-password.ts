import type { UserStatus } from "../people/user-changes.ts";
import { newPasswordChanges } from "../people/user-changes.ts";
import type { Change } from "../store/change.ts";
import { put } from "../store/change.ts";
import type { StoredUser } from "../store/collections.ts";
import type { Exchange } from "./exchange.ts";

/** The changes of a password that the API sets: a STAGED user still has to be activated after it (Okta: User status). */
export async function passwordChanges(
  exchange: Exchange,
  user: StoredUser,
  password: string,
  profile?: StoredUser["profile"],
): Promise<readonly Change[]> {
  const changes = await newPasswordChanges(exchange.org, user, password, profile);
  return user.status === "STAGED" ? withStatus(changes, "STAGED", null) : changes;
}

/** The changes of a password that has to be changed at the next sign-in. */
export async function expiredPasswordChanges(
  exchange: Exchange,
  user: StoredUser,
  password: string,
): Promise<readonly Change[]> {
  return withStatus(await newPasswordChanges(exchange.org, user, password), "PASSWORD_EXPIRED");
}

/** The changes, the user in another status. */
function withStatus(changes: readonly Change[], status: UserStatus, activated?: null): Change[] {
  return changes.map((change) => {
    if (!("put" in change) || change.put !== "users") return change;
    const user = change.value as StoredUser;
    return put("users", change.key, { ...user, status, ...(activated === null && { activated }) });
  });
}
