import type { Router } from "@koa/router";
import { ApiError, notFound, notInThisStatus, validationFailed } from "../http/api-error.ts";
import { randomText } from "../ids.ts";
import { textOf } from "../json.ts";
import { endSessionsOf, revokeAllOf } from "../oidc/revoke.ts";
import type { Org } from "../org.ts";
import { suggestPassword } from "../people/password-rules.ts";
import type { UserStatus } from "../people/user-changes.ts";
import { userStatusChanges } from "../people/user-changes.ts";
import type { StoredUser } from "../store/collections.ts";
import type { Answer, Exchange } from "./exchange.ts";
import { handle, ok } from "./exchange.ts";
import { refuseOneself, userOf } from "./users.ts";
import { expiredPasswordChanges } from "./user-password.ts";
import { userView } from "./user-view.ts";

type Step = (exchange: Exchange, user: StoredUser) => Answer | Promise<Answer>;

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

/** `/api/v1/users/{userId}/lifecycle/*`: the steps of a user's life (Okta: User Lifecycle API). */
export function userLifecycleRoutes(router: Router, org: Org): void {
  for (const [name, step] of Object.entries(steps)) {
    router.post(
      `/api/v1/users/:userId/lifecycle/${name}`,
      handle(org, (exchange) => step(exchange, userOf(exchange))),
    );
  }
}

function move(exchange: Exchange, user: StoredUser, status: UserStatus): Answer {
  exchange.write(userStatusChanges(exchange.org, user, status));
  return ok({});
}

function activate(exchange: Exchange, user: StoredUser) {
  if (!["STAGED", "DEPROVISIONED"].includes(user.status)) {
    throw new ApiError(403, "E0000016", "Activation failed because the user is already active");
  }
  const hasPassword = textOf(user["passwordChanged"]) !== "";
  move(exchange, user, hasPassword ? "ACTIVE" : "PROVISIONED");
  return activation(exchange, { isMailed: exchange.query("sendEmail") !== "false" });
}

function reactivate(exchange: Exchange, user: StoredUser) {
  if (!["PROVISIONED", "RECOVERY"].includes(user.status)) throw notInThisStatus();
  return activation(exchange, { isMailed: exchange.query("sendEmail") === "true" });
}

/** No mail leaves the local org, and the link leads nowhere: a password is set through the API. */
function activation(exchange: Exchange, { isMailed }: { readonly isMailed: boolean }): Answer {
  if (isMailed) return ok({});
  const activationToken = randomText(20);
  return ok({ activationUrl: `${exchange.origin}/welcome/${activationToken}`, activationToken });
}

function deactivate(exchange: Exchange, user: StoredUser) {
  refuseOneself(exchange, user);
  if (user.status === "DEPROVISIONED") throw notFound(user.id, "User");
  const answer = move(exchange, user, "DEPROVISIONED");
  revokeAllOf(exchange.org, user.id);
  return answer;
}

function suspend(exchange: Exchange, user: StoredUser) {
  refuseOneself(exchange, user);
  if (user.status !== "ACTIVE")
    throw validationFailed("suspendUser", ["Cannot suspend a user that is not active"]);
  const answer = move(exchange, user, "SUSPENDED");
  endSessionsOf(exchange.org, user.id);
  return answer;
}

function unsuspend(exchange: Exchange, user: StoredUser) {
  if (user.status !== "SUSPENDED")
    throw validationFailed("suspendUser", ["Cannot unsuspend a user that is not suspended"]);
  return move(exchange, user, "ACTIVE");
}

function unlock(exchange: Exchange, user: StoredUser) {
  if (user.status !== "LOCKED_OUT")
    throw new ApiError(403, "E0000032", "Unlock is not allowed for this user.");
  return move(exchange, user, "ACTIVE");
}

function resetPassword(exchange: Exchange, user: StoredUser) {
  move(exchange, user, "RECOVERY");
  endSessionsIfAsked(exchange, user);
  if (exchange.query("sendEmail") !== "false") return ok({});
  return ok({ resetPasswordUrl: `${exchange.origin}/reset_password/${randomText(20)}` });
}

async function expirePassword(exchange: Exchange, user: StoredUser) {
  if (exchange.query("tempPassword") === "true") return expireWithTemporaryPassword(exchange, user);
  if (user.status !== "PASSWORD_EXPIRED") move(exchange, user, "PASSWORD_EXPIRED");
  return ok(userView(exchange, exchange.org.store.get("users", user.id) ?? user));
}

async function expireWithTemporaryPassword(exchange: Exchange, user: StoredUser) {
  if (["STAGED", "SUSPENDED", "DEPROVISIONED"].includes(user.status)) throw notInThisStatus();
  const tempPassword = suggestPassword();
  exchange.write(await expiredPasswordChanges(exchange, user, tempPassword));
  endSessionsIfAsked(exchange, user);
  return ok({ tempPassword });
}

function endSessionsIfAsked(exchange: Exchange, user: StoredUser): void {
  if (exchange.query("revokeSessions") === "true") endSessionsOf(exchange.org, user.id);
}
