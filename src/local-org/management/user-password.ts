import type { UserStatus } from "../users/user-changes.ts";
import { newPasswordChanges } from "../users/user-changes.ts";
import type { Change } from "../store/change.ts";
import { put } from "../store/change.ts";
import type { StoredUser } from "../store/collections.ts";
import type { RequestContext } from "./request-context.ts";

/** The changes of a password that has to be changed at the next sign-in. */
export async function expiredPasswordChanges(
  request: RequestContext,
  user: StoredUser,
  password: string,
): Promise<readonly Change[]> {
  return withStatus(await newPasswordChanges(request.org, user, password), "PASSWORD_EXPIRED");
}

/** The changes, the user in another status. */
function withStatus(changes: readonly Change[], status: UserStatus): Change[] {
  return changes.map((change) => {
    if (!("put" in change) || change.put !== "users") return change;
    return put("users", change.key, { ...(change.value as StoredUser), status });
  });
}
