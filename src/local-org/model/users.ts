import { textOf } from "../json.ts";
import type { Org } from "../org.ts";
import type { StoredUser } from "../store/collections.ts";

/** The user with this login, or with this email address, ignoring case. */
export function findUserByLogin(org: Org, login: string): StoredUser | undefined {
  const wanted = login.trim().toLowerCase();
  const users = org.store.list("users");
  return (
    users.find((user) => user.profile.login.toLowerCase() === wanted) ??
    users.find((user) => textOf(user.profile["email"]).toLowerCase() === wanted)
  );
}

/** The user with this id, if they may sign in and use their tokens. */
export function findActiveUser(org: Org, id: string): StoredUser | undefined {
  const user = org.store.get("users", id);
  return user !== undefined && maySignIn(user) ? user : undefined;
}

/** PASSWORD_EXPIRED and RECOVERY users would first have to choose a password. The local org has no page for that, so they may sign in. */
export function maySignIn(user: StoredUser): boolean {
  return ["ACTIVE", "PASSWORD_EXPIRED", "RECOVERY", "PROVISIONED"].includes(user.status);
}
