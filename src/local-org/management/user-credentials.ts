import type { Router } from "@koa/router";
import { ApiError } from "../http/api-error.ts";
import type { Json } from "../json.ts";
import { asObject, textOf } from "../json.ts";
import { endUserSessions } from "../model/revoke-tokens.ts";
import type { Org } from "../org.ts";
import { isPassword } from "../users/passwords.ts";
import { changePasswordChanges } from "../users/user-changes.ts";
import type { RequestContext } from "./request-context.ts";
import { handle, readObject, ok } from "./request-context.ts";
import { users, viewUser } from "./users.ts";

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
  return textOf(asObject(password)?.["value"]);
}

function updateFailed(causes: readonly string[]): ApiError {
  return new ApiError(403, "E0000014", "Update of credentials failed", causes);
}
