import type { Router } from "@koa/router";
import { ApiError, forbidden, notFound, notInThisStatus, validationFailed } from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { asObject, isTextList, textOf } from "../json.ts";
import { revokeAllOf } from "../model/revoke-tokens.ts";
import type { Org } from "../org.ts";
import type { UserStatus } from "../users/user-changes.ts";
import { newUserChanges, userStatusChanges, newPasswordChanges } from "../users/user-changes.ts";
import { checkProfile } from "../users/profile-rules.ts";
import { put, remove } from "../store/change.ts";
import type { StoredUser } from "../store/collections.ts";
import type { RequestContext } from "./request-context.ts";
import { resource } from "./resource.ts";
import { handle, noContent, objectBody, ok } from "./request-context.ts";
import { joinChanges } from "../model/memberships.ts";
import { listUsers } from "./user-list.ts";
import { viewUser } from "./user-view.ts";

/** The users that paths name: by id, login, short login or `me`. */
export const users = resource({
  path: "/api/v1/users",
  param: "userId",
  collection: "users",
  kind: "User",
  verbs: ["list", "get"],
  find: findUser,
  list: listUsers,
  page: ({ query }) => ({ usual: query("q") === undefined ? 200 : 10, most: 200 }),
  view: viewUser,
});

/** `/api/v1/users` (Okta: Users API). */
export function userRoutes(router: Router, org: Org): void {
  const one = "/api/v1/users/:userId";
  users.addRoutes(router, org);
  router.post("/api/v1/users", handle(org, createUser));
  router.post(
    one,
    handle(org, (request) => updateUser(request, (before, given) => ({ ...before, ...given }))),
  );
  router.put(
    one,
    handle(org, (request) => updateUser(request, (_before, given) => given)),
  );
  router.delete(one, handle(org, deleteUser));
}

function findUser(request: RequestContext, name: string): StoredUser | undefined {
  const { store } = request.org;
  const known = store.get("users", name === "me" ? request.userId : name);
  if (known !== undefined) return known;
  const wanted = name.toLowerCase();
  const all = store.list("users");
  const withLogin = all.find((each) => each.profile.login.toLowerCase() === wanted);
  if (withLogin !== undefined) return withLogin;
  const shortNamed = all.filter((each) => each.profile.login.toLowerCase().startsWith(`${wanted}@`));
  return shortNamed.length === 1 ? shortNamed[0] : undefined;
}

async function createUser(request: RequestContext) {
  const body = objectBody(request);
  const password = passwordIn(body);
  const groupIds = groupIdsIn(request, body);
  const status = statusOfNew(request, password);
  const profile = asObject(body["profile"]) ?? {};
  const { user, changes } = await newUserChanges(request.org, profile, password, status);
  request.write([...changes, ...groupIds.flatMap((id) => joinChanges(request.org, id, user.id))]);
  return ok(viewUser(request, user));
}

function statusOfNew(request: RequestContext, password: string | undefined): UserStatus {
  const activate = request.query("activate") !== "false";
  if (request.query("nextLogin") === "changePassword") {
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

function groupIdsIn(request: RequestContext, body: JsonObject): readonly string[] {
  const groupIds = body["groupIds"] ?? [];
  if (!isTextList(groupIds))
    throw validationFailed("groupIds", ["groupIds: The value must be a list of ids."]);
  for (const id of groupIds) {
    if (request.org.store.get("groups", id) === undefined) throw notFound(id, "UserGroup");
  }
  return groupIds;
}

async function updateUser(
  request: RequestContext,
  merge: (before: JsonObject, given: JsonObject) => JsonObject,
) {
  const user = users.find(request);
  if (user.status === "DEPROVISIONED") throw notInThisStatus();
  const body = objectBody(request);
  const given = asObject(body["profile"]);
  const merged = given === undefined ? user.profile : merge(user.profile, given);
  const profile = { ...merged, login: textOf(merged["login"]) };
  checkProfile(request.org, profile, user.id);
  const password = passwordIn(body);
  if (password === undefined) request.write([withProfile(request, user, profile)]);
  else {
    const changes = await newPasswordChanges(request.org, user, password, profile);
    // Again: hashing takes a moment, in which somebody else may have taken the login.
    checkProfile(request.org, profile, user.id);
    request.write(changes);
  }
  return ok(viewUser(request, request.org.store.get("users", user.id) ?? user));
}

function withProfile(request: RequestContext, user: StoredUser, profile: StoredUser["profile"]) {
  const lastUpdated = request.org.clock.now().toISOString();
  return put("users", user.id, { ...user, profile, lastUpdated });
}

/** The first deletion deactivates, the second one removes. */
function deleteUser(request: RequestContext) {
  const user = users.find(request);
  refuseOneself(request, user);
  if (user.status === "DEPROVISIONED") request.write(removalOf(request.org, user.id));
  else request.write(userStatusChanges(request.org, user, "DEPROVISIONED"));
  revokeAllOf(request.org, user.id);
  return noContent;
}

/** Nobody can lock themselves out of the API: the owner of the token stays active. Throws E0000006. */
export function refuseOneself(request: RequestContext, user: StoredUser): void {
  if (user.id === request.userId) throw forbidden();
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
