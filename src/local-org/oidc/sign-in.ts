import type { Context } from "koa";
import type { Provider } from "oidc-provider";
import { checkForm, createFormToken, isFormToken, readForm } from "../http/request-body.ts";
import { toText } from "../json.ts";
import { findUserByLogin, maySignIn, mustChoosePassword } from "../model/users.ts";
import type { Org } from "../org.ts";
import { renderChoosePasswordPage } from "../pages/new-password.ts";
import { renderBadRequestPage } from "../pages/outcome.ts";
import { sendPage } from "../pages/frame.ts";
import { renderRefusedPage, renderSignInPage } from "../pages/sign-in.ts";
import type { StoredApp, StoredUser } from "../store/collections.ts";
import { isPassword } from "../users/passwords.ts";
import { judgeAssignment } from "./access-policy.ts";
import { forgetWrongPasswords, isGuessTooMany, lockAfterWrongPassword, tooManyGuesses } from "./attempts.ts";
import { findActiveApp } from "./client-metadata.ts";
import { applyNewPassword } from "./new-password.ts";
import { recordOidcEvent, recordRefusal } from "./record-event.ts";
import type { AuthorizationServer } from "./servers.ts";

/** A sign-in in progress: an authorization request that waits for a user. */
interface Interaction {
  readonly org: Org;
  readonly server: AuthorizationServer;
  readonly provider: Provider;
  readonly context: Context;
  readonly uid: string;
  readonly app: StoredApp;
  /** The session that the request came with. */
  readonly sessionUid: string | undefined;
}

/** `/signin/{authorizationServerId}/{uid}`: the page where a user signs in, and its form. */
export async function signIn(
  org: Org,
  server: AuthorizationServer,
  provider: Provider,
  context: Context,
): Promise<void> {
  const details = await provider.interactionDetails(context.req, context.res).catch(ignoreMissing);
  const app = findActiveApp(org, toText(details?.params["client_id"] as string | undefined));
  // The cookie names the request that this browser began; the URL must name the same.
  if (details === undefined || app === undefined || !context.path.endsWith(`/${details.uid}`)) {
    return sendExpired(context);
  }
  const loginHint = toText(details.params["login_hint"] as string | undefined);
  const sessionUid = details.session?.uid;
  const interaction = { org, server, provider, context, uid: details.uid, app, sessionUid };
  if (details.prompt.name !== "login") return finish(interaction, { consent: {} });
  if (context.method === "POST") return answerForm(interaction);
  showForm(interaction, { login: loginHint });
}

/** No cookie, or that of a finished sign-in. Anything else is a failure of the org. */
function ignoreMissing(error: unknown): undefined {
  if ((error as Error).name !== "SessionNotFound") throw error;
}

/** The sign-in isn't in progress in this browser. */
export function sendExpired(context: Context): void {
  const view = {
    status: 400,
    error: "invalid_request",
    description: "This sign-in is over: it was finished, or it waited for more than an hour.",
    fix: "Go back to the app and sign in again.",
  };
  sendPage(context, renderBadRequestPage(view), 400);
}

function showForm({ context, uid, app }: Interaction, shown: { login: string; problem?: string }): void {
  const refusal = shown.problem === tooManyGuesses ? 429 : 401;
  const view = {
    appLabel: app.label,
    action: context.path,
    formToken: createFormToken(context, uid),
    ...shown,
  };
  sendPage(context, renderSignInPage(view), shown.problem === undefined ? 200 : refusal);
}

async function answerForm(interaction: Interaction): Promise<void> {
  const { org, context, uid } = interaction;
  const form = await readForm(context);
  checkForm(context, form, uid);
  const decision = form.get("decision");
  if (decision === "switch") return redirect(context, context.path);
  if (decision === "continue") return refuseAtApp(interaction);
  if (form.has("change_token")) return changePassword(interaction, form);
  const login = form.get("username") ?? "";
  if (isGuessTooMany(org, context, "password"))
    return showForm(interaction, { login, problem: tooManyGuesses });
  const user = findUserByLogin(org, login);
  // Before the password is looked at: what is locked must not tell whether it was right.
  if (user?.status === "LOCKED_OUT") return showRefused(interaction, user);
  const isRight = user !== undefined && (await isPassword(org, user, form.get("password") ?? ""));
  if (!isRight) return showWrong(interaction, login, user);
  forgetWrongPasswords(org, user);
  if (!maySignIn(user)) return showRefused(interaction, user);
  return mustChoosePassword(user) ? showNewPassword(interaction, user) : admit(interaction, user);
}

/** What proves that this user has just given the old password in this sign-in: it changes with the password. */
function composeChangeBinding({ uid }: Interaction, user: StoredUser): string {
  return `change ${uid} ${user.id} ${toText(user["passwordChanged"])}`;
}

function showNewPassword(interaction: Interaction, user: StoredUser, problem?: string): void {
  const { context, uid } = interaction;
  const page = renderChoosePasswordPage({
    title: user.status === "RECOVERY" ? "Choose a new password" : "Your password has expired",
    login: user.profile.login,
    action: context.path,
    hidden: {
      form_token: createFormToken(context, uid),
      change_token: createFormToken(context, composeChangeBinding(interaction, user)),
    },
    ...(problem !== undefined && { problem }),
  });
  sendPage(context, page, problem === undefined ? 200 : 400);
}

/** The password is changed, and the sign-in that waited goes on. */
async function changePassword(interaction: Interaction, form: URLSearchParams): Promise<void> {
  const { org, context } = interaction;
  const user = findUserByLogin(org, form.get("username") ?? "");
  const given = form.get("change_token") ?? "";
  const mayChange =
    user !== undefined &&
    mustChoosePassword(user) &&
    isFormToken(context, given, composeChangeBinding(interaction, user));
  if (!mayChange) {
    return showForm(interaction, { login: form.get("username") ?? "" });
  }
  const change = await applyNewPassword(org, context, { user, form });
  if ("problem" in change) return showNewPassword(interaction, user, change.problem);
  return admit(interaction, change.user);
}

function showWrong(interaction: Interaction, login: string, user: StoredUser | undefined): void {
  const { org, server, app, context } = interaction;
  if (user !== undefined && lockAfterWrongPassword(org, context, { server, app, user })) {
    return showForm(interaction, { login, problem: lockedOut });
  }
  recordSession(interaction, user, {
    outcome: "FAILURE",
    reason: "INVALID_CREDENTIALS",
    fix: "Users and their passwords: `okta-unlock local status`",
  });
  showForm(interaction, { login, problem: "Unable to sign in: the username or the password is wrong." });
}

/** Okta's words. */
const lockedOut = "Your account is locked. Please contact your administrator.";

/** The account can't be used now. */
function showRefused(interaction: Interaction, user: StoredUser): void {
  recordSession(interaction, user, {
    outcome: "FAILURE",
    reason: user.status,
    fix: `${user.profile.login} is ${user.status}. Change that at ${interaction.org.url}/activity/users`,
  });
  showForm(interaction, {
    login: user.profile.login,
    problem: user.status === "LOCKED_OUT" ? lockedOut : "Unable to sign in: this account is not active.",
  });
}

async function admit(interaction: Interaction, user: StoredUser): Promise<void> {
  const { org, server, app, context, uid } = interaction;
  recordSession(interaction, user, { outcome: "SUCCESS" });
  const refusal = judgeAssignment(org, { app, user });
  if (refusal === undefined) return finish(interaction, { login: { accountId: user.id, amr: ["pwd"] } });
  recordRefusal(org, context, { server, app, user }, refusal);
  const { reason, fix } = refusal;
  const view = {
    appLabel: app.label,
    action: context.path,
    formToken: createFormToken(context, uid),
    login: user.profile.login,
  };
  sendPage(context, renderRefusedPage({ ...view, reason, fix }), 403);
}

async function refuseAtApp(interaction: Interaction): Promise<void> {
  const result = {
    error: "access_denied",
    error_description: "User is not assigned to the client application.",
  };
  return finish(interaction, result);
}

type Result = Parameters<Provider["interactionResult"]>[2];

async function finish({ provider, context, sessionUid }: Interaction, result: Result): Promise<void> {
  const location = await provider.interactionResult(context.req, context.res, result);
  if ("login" in result) await makeRoom(provider, sessionUid);
  redirect(context, location);
}

/** Ends a previous session: oidc-provider would ask about it on a page of its own. */
async function makeRoom(provider: Provider, sessionUid: string | undefined): Promise<void> {
  const session = sessionUid === undefined ? undefined : await provider.Session.findByUid(sessionUid);
  if (session === undefined) return;
  Object.assign(session, { accountId: undefined, authorizations: undefined });
  await session.persist();
}

function redirect(context: Context, location: string): void {
  context.status = 303;
  context.set("Location", location);
  context.body = "";
}

function recordSession(
  { org, server, app, context }: Interaction,
  user: StoredUser | undefined,
  happened: { outcome: "SUCCESS" | "FAILURE"; reason?: string; fix?: string },
): void {
  const message = happened.outcome === "SUCCESS" ? "Signed in" : "Could not sign in";
  recordOidcEvent(
    org,
    context,
    { server, app, user },
    { eventType: "user.session.start", message, ...happened },
  );
}
