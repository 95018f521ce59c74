import type { Context } from "koa";
import { ApiError } from "../http/api-error.ts";
import type { Org } from "../org.ts";
import type { StoredUser } from "../store/collections.ts";
import { isPassword } from "../users/passwords.ts";
import { changePasswordChanges } from "../users/user-changes.ts";

/** The user with the new password of a form, or what is wrong with it. */
export type PasswordChange = { readonly user: StoredUser } | { readonly problem: string };

/** Sets the password that a user has typed twice, by the rules of the default policy. */
export async function applyNewPassword(
  org: Org,
  context: Context,
  { user, form }: { readonly user: StoredUser; readonly form: URLSearchParams },
): Promise<PasswordChange> {
  const [typed = "", again = ""] = ["new_password", "repeated_password"].map((name) => form.get(name) ?? "");
  if (typed !== again) return { problem: "New passwords must match." };
  if (await isPassword(org, user, typed)) {
    return { problem: "The new password must not be the current one." };
  }
  try {
    org.store.write(await changePasswordChanges(org, user, typed));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { problem: (error.causes[0] ?? error.message).replace(/^password: /u, "") };
  }
  recordChange(org, context, user);
  return { user: org.store.get("users", user.id) ?? user };
}

function recordChange(org: Org, context: Context, { id, profile }: StoredUser): void {
  const party = { id, type: "User", alternateId: profile.login, displayName: profile.login };
  org.events.record({
    eventType: "user.account.update_password",
    message: "Changed the password",
    outcome: "SUCCESS",
    actor: party,
    targets: [party],
    ipAddress: context.ip,
    userAgent: context.get("User-Agent"),
    requestId: context.response.get("X-Okta-Request-Id"),
  });
}
