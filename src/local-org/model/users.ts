import { textOf } from "../json.ts";
import type { Org } from "../org.ts";
import type { StoredUser } from "../store/collections.ts";

/** The user with this login, or with this e-mail address; upper and lower case are the same. */
export function findUserByLogin(org: Org, login: string): StoredUser | undefined {
  const wanted = login.trim().toLowerCase();
  const users = org.store.list("users");
  return (
    users.find((user) => user.profile.login.toLowerCase() === wanted) ??
    users.find((user) => textOf(user.profile["email"]).toLowerCase() === wanted)
  );
}

/** The user with this id, if it may sign in and use its tokens. */
export function findActiveUser(org: Org, id: string): StoredUser | undefined {
  const user = org.store.get("users", id);
  return user !== undefined && maySignIn(user) ? user : undefined;
}

/** PASSWORD_EXPIRED and RECOVERY would first have to choose a password; that page is not here, so they may go on. */
export function maySignIn(user: StoredUser): boolean {
  return ["ACTIVE", "PASSWORD_EXPIRED", "RECOVERY", "PROVISIONED"].includes(user.status);
}
