import type { Org } from "../org.ts";
import type { StoredUser } from "../store/collections.ts";

/** The user with this id, if it may sign in and use its tokens. */
export function activeUser(org: Org, id: string): StoredUser | undefined {
  const user = org.store.get("users", id);
  return user !== undefined && maySignIn(user) ? user : undefined;
}

/** PASSWORD_EXPIRED and RECOVERY would first have to choose a password; that page is not here, so they may go on. */
export function maySignIn(user: StoredUser): boolean {
  return ["ACTIVE", "PASSWORD_EXPIRED", "RECOVERY", "PROVISIONED"].includes(user.status);
}
