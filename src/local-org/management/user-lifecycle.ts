import type { Router } from "@koa/router";
import {
  ApiError,
  createNotFoundError,
  createUserStatusError,
  createValidationError,
} from "../http/api-error.ts";
import type { Json } from "../json.ts";
import { toObject, toText } from "../json.ts";
import { createPasswordToken } from "../oidc/recovery.ts";
import { endUserSessions, revokeAllTokens } from "../model/revoke-tokens.ts";
import type { Org } from "../org.ts";
import type { Change } from "../store/change.ts";
import { put } from "../store/change.ts";
import type { StoredUser } from "../store/collections.ts";
import { isPassword, suggestPassword } from "../users/passwords.ts";
import { changePasswordChanges, buildStatusChanges } from "../users/user-changes.ts";
import type { UserStatus } from "../users/user-changes.ts";
import type { HttpResponse, RequestContext } from "./request-context.ts";
import { handle, ok, readObject } from "./request-context.ts";
import { refuseOneself, users, viewUser } from "./users.ts";

type Step = (request: RequestContext, user: StoredUser) => HttpResponse | Promise<HttpResponse>;

const steps: Readonly<Record<string, Step>> = {
  activate,
  reactivate,
  deactivate,
  suspend,
  unsuspend,
  unlock,
  reset_password: resetPassword,
  expire_password: expirePassword,
  expire_password_with_temp_password: expireWithTemporaryPassword,
  reset_factors: () => ok({}),
};

/** `/api/v1/users/{userId}/lifecycle/*`: changes of a user's status (Okta: User Lifecycle API). */
export function addUserLifecycleRoutes(router: Router, org: Org): void {
  for (const [name, step] of Object.entries(steps)) {
    router.post(
      `/api/v1/users/:userId/lifecycle/${name}`,
      handle(org, (request) => step(request, users.find(request))),
    );
  }
}

function move(request: RequestContext, user: StoredUser, status: UserStatus): HttpResponse {
  request.write(buildStatusChanges(request.org, user, status));
  return ok({});
}

function activate(request: RequestContext, user: StoredUser) {
  if (!["STAGED", "DEPROVISIONED"].includes(user.status)) {
    throw new ApiError(403, "E0000016", "Activation failed because the user is already active");
  }
  const hasPassword = toText(user["passwordChanged"]) !== "";
  move(request, user, hasPassword ? "ACTIVE" : "PROVISIONED");
  return describeActivation(request, user, { isMailed: request.query("sendEmail") !== "false" });
}

function reactivate(request: RequestContext, user: StoredUser) {
  if (!["PROVISIONED", "RECOVERY"].includes(user.status)) throw createUserStatusError();
  return describeActivation(request, user, { isMailed: request.query("sendEmail") === "true" });
}

/** The local org sends no mail. */
function describeActivation(
  request: RequestContext,
  user: StoredUser,
  { isMailed }: { readonly isMailed: boolean },
): HttpResponse {
  if (isMailed) return ok({});
  const activationToken = createPasswordToken(request.org, user.id, "activation");
  return ok({ activationUrl: `${request.origin}/welcome/${activationToken}`, activationToken });
}

function deactivate(request: RequestContext, user: StoredUser) {
  refuseOneself(request, user);
  if (user.status === "DEPROVISIONED") throw createNotFoundError(user.id, "User");
  const answer = move(request, user, "DEPROVISIONED");
  revokeAllTokens(request.org, user.id);
  return answer;
}

function suspend(request: RequestContext, user: StoredUser) {
  refuseOneself(request, user);
  if (user.status !== "ACTIVE")
    throw createValidationError("suspendUser", ["Cannot suspend a user that is not active"]);
  const answer = move(request, user, "SUSPENDED");
  endUserSessions(request.org, user.id);
  return answer;
}

function unsuspend(request: RequestContext, user: StoredUser) {
  if (user.status !== "SUSPENDED")
    throw createValidationError("suspendUser", ["Cannot unsuspend a user that is not suspended"]);
  return move(request, user, "ACTIVE");
}

function unlock(request: RequestContext, user: StoredUser) {
  if (user.status !== "LOCKED_OUT")
    throw new ApiError(403, "E0000032", "Unlock is not allowed for this user.", [
      "The user is not locked out.",
    ]);
  return move(request, user, "ACTIVE");
}

function resetPassword(request: RequestContext, user: StoredUser) {
  move(request, user, "RECOVERY");
  endSessionsIfAsked(request, user);
  if (request.query("sendEmail") !== "false") return ok({});
  const token = createPasswordToken(request.org, user.id, "recovery");
  return ok({ resetPasswordUrl: `${request.origin}/reset_password/${token}` });
}

async function expirePassword(request: RequestContext, user: StoredUser) {
  if (request.query("tempPassword") === "true") return expireWithTemporaryPassword(request, user);
  if (user.status !== "PASSWORD_EXPIRED") move(request, user, "PASSWORD_EXPIRED");
  return ok(viewUser(request, request.org.store.get("users", user.id) ?? user));
}

async function expireWithTemporaryPassword(request: RequestContext, user: StoredUser) {
  if (["STAGED", "SUSPENDED", "DEPROVISIONED"].includes(user.status)) throw createUserStatusError();
  const tempPassword = suggestPassword();
  request.write(await expirePasswordChanges(request, user, tempPassword));
  endSessionsIfAsked(request, user);
  return ok({ tempPassword });
}

function endSessionsIfAsked(request: RequestContext, user: StoredUser): void {
  if (request.query("revokeSessions") === "true") endUserSessions(request.org, user.id);
}

/** The changes that set a password which must be changed at the next sign-in. */
async function expirePasswordChanges(
  request: RequestContext,
  user: StoredUser,
  password: string,
): Promise<readonly Change[]> {
  return withStatus(await changePasswordChanges(request.org, user, password), "PASSWORD_EXPIRED");
}

/** The same changes, with another status for the user. */
function withStatus(changes: readonly Change[], status: UserStatus): Change[] {
  return changes.map((change) => {
    if (!("put" in change) || change.put !== "users") return change;
    return put("users", change.key, { ...(change.value as StoredUser), status });
  });
}

/** `/api/v1/users/{userId}/credentials/change_password` (Okta: User Credentials API). */
export function addUserCredentialRoutes(router: Router, org: Org): void {
  router.post("/api/v1/users/:userId/credentials/change_password", handle(org, changePassword));
}

const changeable = ["STAGED", "ACTIVE", "PASSWORD_EXPIRED", "RECOVERY"];

async function changePassword(request: RequestContext) {
  const user = users.find(request);
  const { oldPassword, newPassword, revokeSessions } = readObject(request);
  if (!changeable.includes(user.status)) {
    throw new ApiError(403, "E0000035", "Change password not allowed on specified user.");
  }
  if (!(await isPassword(request.org, user, readValue(oldPassword)))) {
    throw updateFailed(["Old Password is not correct"]);
  }
  try {
    request.write(await changePasswordChanges(request.org, user, readValue(newPassword)));
  } catch (error) {
    // The same rules as everywhere, reported under the field name of this operation.
    if (error instanceof ApiError && error.errorCode === "E0000001") throw updateFailed(error.causes);
    throw error;
  }
  if (revokeSessions === true) endUserSessions(request.org, user.id);
  return ok(viewUser(request, request.org.store.get("users", user.id) ?? user)["credentials"] ?? {});
}

function readValue(password: Json | undefined): string {
  return toText(toObject(password)?.["value"]);
}

function updateFailed(causes: readonly string[]): ApiError {
  return new ApiError(403, "E0000014", "Update of credentials failed", causes);
}
