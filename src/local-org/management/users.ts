import type { Router } from "@koa/router";
import {
  ApiError,
  createForbiddenError,
  createNotEmulatedError,
  createNotFoundError,
  createUserStatusError,
  createValidationError,
} from "../http/api-error.ts";
import type { JsonObject } from "../json.ts";
import { toObject, isTextList, toText } from "../json.ts";
import { revokeAllTokens } from "../model/revoke-tokens.ts";
import { joinChanges } from "../model/users.ts";
import type { Org } from "../org.ts";
import { put, remove } from "../store/change.ts";
import type { StoredUser } from "../store/collections.ts";
import {
  changePasswordChanges,
  checkProfile,
  createUserChanges,
  buildStatusChanges,
} from "../users/user-changes.ts";
import type { UserStatus } from "../users/user-changes.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, noContent, ok, readObject } from "./request-context.ts";
import { defineResource } from "./resource.ts";
import { listUsers } from "./user-list.ts";

/** The users that paths name: by id, login, short login or `me`. */
export const users = defineResource({
  path: "/api/v1/users",
  param: "userId",
  collection: "users",
  kind: "User",
  verbs: ["list", "get"],
  find: findUser,
  list: listUsers,
  page: ({ query }) => ({ usual: query("q") === undefined ? 200 : 10, most: 200 }),
  view: viewUser,
  viewListed: viewListedUser,
});

/** `/api/v1/users` (Okta: Users API). */
export function addUserRoutes(router: Router, org: Org): void {
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
  const body = readObject(request);
  const password = readPassword(body);
  const groupIds = readGroupIds(request, body);
  const status = chooseStatus(request, password);
  const profile = toObject(body["profile"]) ?? {};
  const { user, changes } = await createUserChanges(request.org, profile, password, status);
  request.write([...changes, ...groupIds.flatMap((id) => joinChanges(request.org, id, user.id))]);
  return ok(viewUser(request, user));
}

function chooseStatus(request: RequestContext, password: string | undefined): UserStatus {
  const activate = request.query("activate") !== "false";
  if (request.query("nextLogin") === "changePassword") {
    if (password === undefined) throw createExpiringError("E0000124", "a password must be specified");
    if (!activate) throw createExpiringError("E0000125", '"activate" must be true');
    return "PASSWORD_EXPIRED";
  }
  if (!activate) return "STAGED";
  return password === undefined ? "PROVISIONED" : "ACTIVE";
}

function createExpiringError(errorCode: string, what: string): ApiError {
  const text = `Could not create user. To create a user and expire their password immediately, ${what}`;
  return new ApiError(400, errorCode, text, [text]);
}

/** The new password of a body. Hashes and hooks of other systems are refused with E0000060. */
function readPassword(body: JsonObject): string | undefined {
  const password = toObject(toObject(body["credentials"])?.["password"]);
  if (password?.["hash"] !== undefined || password?.["hook"] !== undefined) {
    throw createNotEmulatedError("The local org imports no password hashes and calls no password hooks.");
  }
  return password?.["value"] === undefined ? undefined : toText(password["value"]);
}

function readGroupIds(request: RequestContext, body: JsonObject): readonly string[] {
  const groupIds = body["groupIds"] ?? [];
  if (!isTextList(groupIds))
    throw createValidationError("groupIds", ["groupIds: The value must be a list of ids."]);
  for (const id of groupIds) {
    if (request.org.store.get("groups", id) === undefined) throw createNotFoundError(id, "UserGroup");
  }
  return groupIds;
}

async function updateUser(
  request: RequestContext,
  merge: (before: JsonObject, given: JsonObject) => JsonObject,
) {
  const user = users.find(request);
  if (user.status === "DEPROVISIONED") throw createUserStatusError();
  const body = readObject(request);
  const given = toObject(body["profile"]);
  const merged = given === undefined ? user.profile : merge(user.profile, given);
  const profile = { ...merged, login: toText(merged["login"]) };
  checkProfile(request.org, profile, user.id);
  const password = readPassword(body);
  if (password === undefined) request.write([saveProfile(request, user, profile)]);
  else {
    const changes = await changePasswordChanges(request.org, user, password, profile);
    // Again: hashing takes a moment, during which another request may have taken the login.
    checkProfile(request.org, profile, user.id);
    request.write(changes);
  }
  return ok(viewUser(request, request.org.store.get("users", user.id) ?? user));
}

function saveProfile(request: RequestContext, user: StoredUser, profile: StoredUser["profile"]) {
  const lastUpdated = request.org.clock.now().toISOString();
  return put("users", user.id, { ...user, profile, lastUpdated });
}

/** The first deletion deactivates, the second one removes. */
function deleteUser(request: RequestContext) {
  const user = users.find(request);
  refuseOneself(request, user);
  if (user.status === "DEPROVISIONED") request.write(removeUserChanges(request.org, user.id));
  else request.write(buildStatusChanges(request.org, user, "DEPROVISIONED"));
  revokeAllTokens(request.org, user.id);
  return noContent;
}

/** The owner of the token can't deactivate or suspend their own account. Throws E0000006. */
export function refuseOneself(request: RequestContext, user: StoredUser): void {
  if (user.id === request.userId) throw createForbiddenError();
}

function removeUserChanges({ store }: Org, userId: string) {
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

/** A user as Okta returns it: without secrets, with links to the operations that the user's status allows. */
export function viewUser(request: RequestContext, user: StoredUser): JsonObject {
  const org = (request.org.store.get("org", "org")?.id ?? "").slice(3);
  return {
    ...user,
    profile: viewProfile(user.profile),
    type: { id: `oty${org}` },
    credentials: {
      // Okta marks an existing password with an empty object.
      ...(toText(user["passwordChanged"]) === "" ? {} : { password: {} }),
      provider: { type: "OKTA", name: "OKTA" },
    },
    _links: {
      ...buildLinks(`${request.origin}/api/v1/users/${user.id}`, user.status),
      type: { href: `${request.origin}/api/v1/meta/types/user/oty${org}` },
      schema: { href: `${request.origin}/api/v1/meta/schemas/user/osc${org}` },
    },
  };
}

/** Attributes that Okta shows also when they have no value; it leaves out any other. */
const alwaysShown = ["firstName", "lastName", "mobilePhone", "secondEmail", "login", "email"];

function viewProfile(profile: JsonObject): JsonObject {
  const shown = Object.entries(profile).filter(
    ([name, value]) => value !== null || alwaysShown.includes(name),
  );
  return { mobilePhone: null, secondEmail: null, ...Object.fromEntries(shown) };
}

/** Lists show the link to the user alone. */
export function viewListedUser(request: RequestContext, user: StoredUser): JsonObject {
  return {
    ...viewUser(request, user),
    _links: { self: { href: `${request.origin}/api/v1/users/${user.id}` } },
  };
}

const actions: Readonly<Record<string, readonly string[]>> = {
  STAGED: ["activate", "deactivate"],
  PROVISIONED: ["suspend", "reactivate", "reset_password", "reset_factors", "deactivate"],
  ACTIVE: ["suspend", "reset_password", "expire_password", "reset_factors", "deactivate"],
  RECOVERY: ["reactivate", "reset_password", "deactivate"],
  LOCKED_OUT: ["unlock", "reset_password", "deactivate"],
  PASSWORD_EXPIRED: ["reset_password", "expire_password", "deactivate"],
  SUSPENDED: ["unsuspend", "deactivate"],
  DEPROVISIONED: ["activate", "delete"],
};

function buildLinks(self: string, status: string): JsonObject {
  const links = (actions[status] ?? []).map((action) => [
    action.replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase()),
    action === "delete"
      ? { href: self, method: "DELETE" }
      : { href: `${self}/lifecycle/${action}`, method: "POST" },
  ]);
  return { self: { href: self }, ...(Object.fromEntries(links) as JsonObject) };
}
