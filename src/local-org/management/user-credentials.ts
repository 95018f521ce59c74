import { newPasswordChanges } from "../people/user-changes.ts";
import type { Router } from "@koa/router";
import { ApiError } from "../http/api-error.ts";
import type { Json } from "../json.ts";
import { asObject, textOf } from "../json.ts";
import { endSessionsOf } from "../oidc/revoke.ts";
import type { Org } from "../org.ts";
import { isPassword } from "../people/passwords.ts";
import type { Exchange } from "./exchange.ts";
import { handle, objectBody, ok } from "./exchange.ts";
import { userOf } from "./users.ts";
import { userView } from "./user-view.ts";

/** `/api/v1/users/{userId}/credentials/change_password` (Okta: User Credentials API). */
export function userCredentialRoutes(router: Router, org: Org): void {
  router.post("/api/v1/users/:userId/credentials/change_password", handle(org, changePassword));
}

const changeable = ["STAGED", "ACTIVE", "PASSWORD_EXPIRED", "RECOVERY"];

async function changePassword(exchange: Exchange) {
  const user = userOf(exchange);
  const { oldPassword, newPassword, revokeSessions } = objectBody(exchange);
  if (!changeable.includes(user.status)) {
    throw new ApiError(403, "E0000035", "Change password not allowed on specified user.");
  }
  if (!(await isPassword(exchange.org, user, valueOf(oldPassword)))) {
    throw updateFailed(["Old Password is not correct"]);
  }
  try {
    exchange.write(await newPasswordChanges(exchange.org, user, valueOf(newPassword)));
  } catch (error) {
    // The same rules as everywhere, under the name that this operation has for them.
    if (error instanceof ApiError && error.errorCode === "E0000001") throw updateFailed(error.causes);
    throw error;
  }
  if (revokeSessions === true) endSessionsOf(exchange.org, user.id);
  return ok(userView(exchange, exchange.org.store.get("users", user.id) ?? user)["credentials"] ?? {});
}

function valueOf(password: Json | undefined): string {
  return textOf(asObject(password)?.["value"]);
}

function updateFailed(causes: readonly string[]): ApiError {
  return new ApiError(403, "E0000014", "Update of credentials failed", causes);
}
