import { randomBytes } from "node:crypto";
import type { Router } from "@koa/router";
import type { Context } from "koa";
import { ApiError, createNotFoundError, createTransitionError } from "../../http/api-error.ts";
import { checkForm, createFormToken, readForm } from "../../http/request-body.ts";
import type { Org } from "../../org.ts";
import type { StoredUser } from "../../store/collections.ts";
import { changePasswordChanges, createUserChanges, buildStatusChanges } from "../../users/user-changes.ts";
import { renderHiddenField } from "../components.ts";
import { sendToolPage } from "../frame.ts";
import type { Html } from "../html.ts";
import { renderNewPasswordPage, renderNewUserPage } from "./form-pages.ts";
import { renderUserListPage } from "./list-page.ts";
import { buildDonePath, findOfferedChange } from "./offered-changes.ts";

/** `/activity/users`: the users of the org, and actions on them for testing an app. */
export function addUserPageRoutes(router: Router, org: Org): void {
  const path = "/activity/users";
  router.get(path, (context) => showList(org, context));
  router.get(`${path}/new`, (context) => showNewUser(context, { problems: {} }));
  router.post(`${path}/new`, (context) => addUser(org, context));
  router.get(`${path}/:userId/password`, (context) => showNewPassword(context, findUser(org, context), {}));
  router.post(`${path}/:userId/password`, (context) => setPassword(org, context));
  router.post(`${path}/:userId`, (context) => changeStatus(org, context));
}

function showList(org: Org, context: Context): void {
  const query = new URLSearchParams(context.querystring);
  sendToolPage(context, renderUserListPage(org, { query, tokenField: renderFormToken(context) }));
}

function findUser(org: Org, context: Context): StoredUser {
  const { userId = "" } = (context as Context & { params: Record<string, string> }).params;
  const user = org.store.get("users", userId);
  if (user === undefined) throw createNotFoundError(userId, "User");
  return user;
}

async function changeStatus(org: Org, context: Context): Promise<void> {
  const form = await readOwnForm(context);
  const user = findUser(org, context);
  const name = form.get("change") ?? "";
  const change = findOfferedChange(name);
  if (change === undefined) throw createNotFoundError(name, "change");
  if (!change.from(user)) throw createTransitionError();
  org.store.write(buildStatusChanges(org, user, change.to));
  recordChange(org, context, { ...change, user });
  redirectAfterForm(context, buildDonePath(name, user.id));
}

interface Typed {
  readonly problems: Readonly<Record<string, string>>;
  readonly form?: URLSearchParams;
}

function showNewUser(context: Context, { problems, form }: Typed): void {
  const readTyped = (name: string) => form?.get(name) ?? "";
  const page = renderNewUserPage({
    tokenField: renderFormToken(context),
    problems,
    login: readTyped("login"),
    firstName: readTyped("firstName"),
    lastName: readTyped("lastName"),
  });
  sendToolPage(context, page, chooseStatus(problems));
}

async function addUser(org: Org, context: Context): Promise<void> {
  const form = await readOwnForm(context);
  const [login, firstName, lastName] = ["login", "firstName", "lastName"].map((name) =>
    (form.get(name) ?? "").trim(),
  );
  const profile = { login, email: login, firstName, lastName };
  try {
    const { user, changes } = await createUserChanges(org, profile, form.get("password") ?? "");
    org.store.write(changes);
    recordChange(org, context, { eventType: "user.lifecycle.create", message: "Added a user", user });
    redirectAfterForm(context, buildDonePath("created", user.id));
  } catch (error) {
    showNewUser(context, {
      problems: toFormProblems(error, ["login", "firstName", "lastName", "password"]),
      form,
    });
  }
}

function showNewPassword(context: Context, user: StoredUser, problems: Typed["problems"]): void {
  const page = renderNewPasswordPage(user, { tokenField: renderFormToken(context), problems });
  sendToolPage(context, page, chooseStatus(problems));
}

async function setPassword(org: Org, context: Context): Promise<void> {
  const form = await readOwnForm(context);
  const user = findUser(org, context);
  try {
    org.store.write(await changePasswordChanges(org, user, form.get("password") ?? ""));
    const message = "Set a new password";
    recordChange(org, context, { eventType: "user.account.reset_password", message, user });
    redirectAfterForm(context, buildDonePath("password", user.id));
  } catch (error) {
    showNewPassword(context, user, toFormProblems(error, ["password"]));
  }
}

function chooseStatus(problems: Typed["problems"]): number {
  return Object.keys(problems).length === 0 ? 200 : 400;
}

/** Redirects after a form, so that reloading the page does not send the form again. */
function redirectAfterForm(context: Context, path: string): void {
  context.status = 303;
  context.redirect(path);
}

/** Records what the page did to a user. */
function recordChange(
  org: Org,
  context: Context,
  {
    eventType,
    message,
    user,
  }: { readonly eventType: string; readonly message: string; readonly user: StoredUser },
): void {
  const { login, firstName, lastName } = user.profile;
  const displayName = [firstName, lastName].filter((name) => typeof name === "string").join(" ");
  org.events.record({
    eventType,
    message,
    outcome: "SUCCESS",
    targets: [{ id: user.id, type: "User", alternateId: login, displayName }],
    details: { changedBy: "the users page of the local org" },
    ipAddress: context.ip,
    userAgent: context.get("User-Agent"),
    requestId: context.response.get("X-Okta-Request-Id"),
  });
}

/** `__Host-`: only this host could have set it, over HTTPS. */
const cookieName = "__Host-okta-unlock-pages";

/** The hidden field that every form of the tool needs: it fits this browser only, which a cookie tells from others. */
function renderFormToken(context: Context): Html {
  return renderHiddenField(
    "form_token",
    createFormToken(context, readBinding(context) ?? createBinding(context)),
  );
}

/** Reads a form that was sent from a page of ours to this browser. Throws 403 for any other, 413 and 415. */
async function readOwnForm(context: Context): Promise<URLSearchParams> {
  const form = await readForm(context);
  // Without a cookie there is nothing that a token could fit.
  checkForm(context, form, readBinding(context) ?? randomBytes(16).toString("base64url"));
  return form;
}

function readBinding(context: Context): string | undefined {
  const value = context.cookies.get(cookieName, { signed: false });
  return value !== undefined && /^[\w-]{22}$/u.test(value) ? value : undefined;
}

function createBinding(context: Context): string {
  const binding = randomBytes(16).toString("base64url");
  context.append("Set-Cookie", `${cookieName}=${binding}; Path=/; Secure; HttpOnly; SameSite=Strict`);
  return binding;
}

/**
 * The causes of a refused form by the field they name: Okta writes `login: what is wrong`. What names no field of the form
 * is under `form`. Throws on what isn't a refusal.
 */
function toFormProblems(error: unknown, fields: readonly string[]): Record<string, string> {
  if (!(error instanceof ApiError)) throw error;
  if (error.causes.length === 0) return { form: error.message };
  const problems: Record<string, string> = {};
  for (const cause of error.causes) {
    const [, name = "", text = cause] = /^(\w+): (.*)$/su.exec(cause) ?? [];
    // The form has one field for login and e-mail.
    const field = name === "email" ? "login" : name;
    problems[fields.includes(field) ? field : "form"] ??= fields.includes(field) ? text : cause;
  }
  return problems;
}
