import type { Router } from "@koa/router";
import { ApiError, forbidden, notFound, notInThisStatus, validationFailed } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { asObject, isTextList, textOf } from "../json.ts";
import { revokeAllOf } from "../oidc/revoke.ts";
import type { Org } from "../org.ts";
import type { UserStatus } from "../people/user-changes.ts";
import { newUserChanges, userStatusChanges, newPasswordChanges } from "../people/user-changes.ts";
import { checkProfile } from "../people/profile-rules.ts";
import { put, remove } from "../store/change.ts";
import type { StoredUser } from "../store/collections.ts";
import type { Exchange } from "./exchange.ts";
import { handle, noContent, objectBody, ok } from "./exchange.ts";
import { joinChanges } from "./membership.ts";
import { listUsers } from "./user-list.ts";
import { userView } from "./user-view.ts";

/** `/api/v1/users`: by id, login, short login or `me` (Okta: Users API). */
export function userRoutes(router: Router, org: Org): void {
  const one = "/api/v1/users/:userId";
  router.get("/api/v1/users", handle(org, listUsers));
  router.post("/api/v1/users", handle(org, createUser));
  router.get(
    one,
    handle(org, (exchange) => ok(userView(exchange, userOf(exchange)))),
  );
  router.post(
    one,
    handle(org, (exchange) => updateUser(exchange, (before, given) => ({ ...before, ...given }))),
  );
  router.put(
    one,
    handle(org, (exchange) => updateUser(exchange, (_before, given) => given)),
  );
  router.delete(one, handle(org, deleteUser));
}

/** The user that the path names. Throws E0000007. */
export function userOf(exchange: Exchange): StoredUser {
  const name = exchange.params["userId"] ?? "";
  const user = findUser(exchange, name);
  if (user === undefined) throw notFound(name, "User");
  return user;
}

function findUser(exchange: Exchange, name: string): StoredUser | undefined {
  const { store } = exchange.org;
  const known = store.get("users", name === "me" ? exchange.userId : name);
  if (known !== undefined) return known;
  const wanted = name.toLowerCase();
  const users = store.list("users");
  const withLogin = users.find((each) => each.profile.login.toLowerCase() === wanted);
  if (withLogin !== undefined) return withLogin;
  const shortNamed = users.filter((each) => each.profile.login.toLowerCase().startsWith(`${wanted}@`));
  return shortNamed.length === 1 ? shortNamed[0] : undefined;
}

async function createUser(exchange: Exchange) {
  const body = objectBody(exchange);
  const password = passwordIn(body);
  const groupIds = groupIdsIn(exchange, body);
  const status = statusOfNew(exchange, password);
  const profile = asObject(body["profile"]) ?? {};
  const { user, changes } = await newUserChanges(exchange.org, profile, password, status);
  exchange.write([...changes, ...groupIds.flatMap((id) => joinChanges(exchange.org, id, user.id))]);
  return ok(userView(exchange, user));
}

function statusOfNew(exchange: Exchange, password: string | undefined): UserStatus {
  const activate = exchange.query("activate") !== "false";
  if (exchange.query("nextLogin") === "changePassword") {
    if (password === undefined) throw expiringWithout("E0000124", "a password must be specified");
    if (!activate) throw expiringWithout("E0000125", '"activate" must be true');
    return "PASSWORD_EXPIRED";
  }
  if (!activate) return "STAGED";
  return password === undefined ? "PROVISIONED" : "ACTIVE";
}

function expiringWithout(errorCode: string, what: string): ApiError {
  const text = `Could not create user. To create a user and expire their password immediately, ${what}`;
  return new ApiError(400, errorCode, text, [text]);
}

/** The new password of a body. Hashes and hooks of other systems are refused with E0000060. */
function passwordIn(body: JsonObject): string | undefined {
  const password = asObject(asObject(body["credentials"])?.["password"]);
  if (password?.["hash"] !== undefined || password?.["hook"] !== undefined) {
    throw new ApiError(501, "E0000060", "Unsupported operation.", [
      "The local org imports no password hashes and calls no password hooks.",
    ]);
  }
  return password?.["value"] === undefined ? undefined : textOf(password["value"]);
}

function groupIdsIn(exchange: Exchange, body: JsonObject): readonly string[] {
  const groupIds = body["groupIds"] ?? [];
  if (!isTextList(groupIds))
    throw validationFailed("groupIds", ["groupIds: The value must be a list of ids."]);
  for (const id of groupIds) {
    if (exchange.org.store.get("groups", id) === undefined) throw notFound(id, "UserGroup");
  }
  return groupIds;
}

async function updateUser(exchange: Exchange, merge: (before: JsonObject, given: JsonObject) => JsonObject) {
  const user = userOf(exchange);
  if (user.status === "DEPROVISIONED") throw notInThisStatus();
  const body = objectBody(exchange);
  const given = asObject(body["profile"]);
  const merged = given === undefined ? user.profile : merge(user.profile, given);
  const profile = { ...merged, login: textOf(merged["login"]) };
  checkProfile(exchange.org, profile, user.id);
  const password = passwordIn(body);
  if (password === undefined) exchange.write([withProfile(exchange, user, profile)]);
  else {
    const changes = await newPasswordChanges(exchange.org, user, password, profile);
    // Again: hashing takes a moment, in which somebody else may have taken the login.
    checkProfile(exchange.org, profile, user.id);
    exchange.write(changes);
  }
  return ok(userView(exchange, exchange.org.store.get("users", user.id) ?? user));
}

function withProfile(exchange: Exchange, user: StoredUser, profile: StoredUser["profile"]) {
  const lastUpdated = exchange.org.clock.now().toISOString();
  return put("users", user.id, { ...user, profile, lastUpdated });
}

/** The first deletion deactivates, the second one removes. */
function deleteUser(exchange: Exchange) {
  const user = userOf(exchange);
  refuseOneself(exchange, user);
  if (user.status === "DEPROVISIONED") exchange.write(removalOf(exchange.org, user.id));
  else exchange.write(userStatusChanges(exchange.org, user, "DEPROVISIONED"));
  revokeAllOf(exchange.org, user.id);
  return noContent;
}

/** Nobody can lock themselves out of the API: the owner of the token stays active. Throws E0000006. */
export function refuseOneself(exchange: Exchange, user: StoredUser): void {
  if (user.id === exchange.userId) throw forbidden();
}

function removalOf({ store }: Org, userId: string) {
  return [
    remove("users", userId),
    remove("passwords", userId),
    ...store
      .list("memberships")
      .filter((each) => each.userId === userId)
      .map(({ groupId }) => remove("memberships", `${groupId}/${userId}`)),
    ...store
      .list("appUsers")
      .filter(({ id }) => id === userId)
      .map(({ appId }) => remove("appUsers", `${appId}/${userId}`)),
    ...store
      .list("apiTokens")
      .filter((token) => token.userId === userId)
      .map(({ id }) => remove("apiTokens", id)),
  ];
}
