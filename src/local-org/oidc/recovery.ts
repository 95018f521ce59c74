import { createHash } from "node:crypto";
import type { Context } from "koa";
import { checkForm, createFormToken, readForm } from "../http/request-body.ts";
import { createRandomText } from "../ids.ts";
import { toText } from "../json.ts";
import type { Org } from "../org.ts";
import { sendPage } from "../pages/frame.ts";
import { renderChoosePasswordPage, renderPasswordChangedPage } from "../pages/new-password.ts";
import { renderBadRequestPage } from "../pages/outcome.ts";
import { put, remove } from "../store/change.ts";
import type { StoredUser } from "../store/collections.ts";
import { isSameSecret } from "../same-secret.ts";
import { composeOidcKey, findOidcState } from "./adapter.ts";
import { listAppsToStart, redirect } from "./initiate-login.ts";
import { applyNewPassword } from "./new-password.ts";
import { orgServerId } from "./servers.ts";

const hour = 3_600_000;

/** How long the links are good for, by Okta's defaults. */
const lifetimes = { activation: 7 * 24 * hour, recovery: hour } as const;

/**
 * Creates the token of a link by which a user chooses a password, once; any other change of the password ends it. Only its hash
 * is kept.
 */
export function createPasswordToken(org: Org, userId: string, kind: keyof typeof lifetimes): string {
  const token = createRandomText(20);
  const expiresAt = org.clock.now().getTime() + lifetimes[kind];
  const payload = { accountId: userId, kind: "PasswordLink", password: markPassword(org, userId) };
  org.store.write([put("oidc", composeKey(token), { expiresAt, payload })]);
  return token;
}

/** Tells a user's password from each other one, without saying it; empty when there is none, or it is the org's own. */
function markPassword(org: Org, userId: string): string {
  return org.store.get("passwords", userId)?.salt ?? "";
}

/** The user whom a link is for; undefined when it is over. */
function findUserOfLink(org: Org, token: string): StoredUser | undefined {
  const link = findOidcState(org, composeKey(token));
  const userId = toText(link?.["accountId"]);
  const isOver = link !== undefined && !isSameSecret(toText(link["password"]), markPassword(org, userId));
  return isOver ? undefined : org.store.get("users", userId);
}

function composeKey(token: string): string {
  return composeOidcKey(orgServerId, "PasswordLink", createHash("sha256").update(token).digest("base64url"));
}

/** `/welcome/{token}` and `/reset_password/{token}`: where a user chooses a password without having signed in. */
export async function choosePassword(org: Org, context: Context, token: string): Promise<void> {
  const user = findUserOfLink(org, token);
  if (user === undefined) return sendUsedLink(context);
  if (context.method !== "POST") return showForm(context, token, { user });
  const form = await readForm(context);
  checkForm(context, form, token);
  const change = await applyNewPassword(org, context, { user, form });
  if ("problem" in change) return showForm(context, token, { user, problem: change.problem });
  org.store.write([remove("oidc", composeKey(token))]);
  goOn(org, context, change.user);
}

function sendUsedLink(context: Context): void {
  const view = {
    status: 403,
    error: "E0000105",
    description: "You have accessed an account recovery link that has expired or been previously used.",
    fix: "Ask for a new link: POST /api/v1/users/{userId}/lifecycle/reset_password?sendEmail=false",
  };
  sendPage(context, renderBadRequestPage(view), 403);
}

function showForm(
  context: Context,
  token: string,
  { user, problem }: { readonly user: StoredUser; readonly problem?: string },
): void {
  const page = renderChoosePasswordPage({
    title: "Choose a password",
    login: user.profile.login,
    action: context.path,
    hidden: { form_token: createFormToken(context, token) },
    ...(problem !== undefined && { problem }),
  });
  sendPage(context, page, problem === undefined ? 200 : 400);
}

/** Okta goes on where the app begins a sign-in (`initiate_login_uri`). With several apps, the user chooses. */
function goOn(org: Org, context: Context, user: StoredUser): void {
  const apps = listAppsToStart(org, user);
  const [first] = apps;
  if (first !== undefined && apps.length === 1) return redirect(context, first.url);
  sendPage(context, renderPasswordChangedPage({ apps }));
}
