import { randomBytes } from "node:crypto";
import type { Context } from "koa";
import type { KoaContextWithOIDC } from "oidc-provider";
import { checkForm, createFormToken, readForm } from "../http/request-body.ts";
import type { Org } from "../org.ts";
import {
  renderDeviceCodePage,
  renderDeviceConfirmPage,
  renderDeviceDonePage,
  renderDeviceProblemPage,
} from "../pages/device.ts";
import { sendPage } from "../pages/frame.ts";
import { findOidcState, composeUserCodeKey } from "./adapter.ts";
import { isGuessTooMany, tooManyGuesses } from "./attempts.ts";
import type { AuthorizationServer } from "./servers.ts";
import { listServers } from "./servers.ts";

const cookieName = "activate";

/** `/activate`: where a person types the code that a device shows (RFC 8628, 3.3). */
export async function activate(org: Org, context: Context): Promise<void> {
  if (context.method === "POST") return answerForm(org, context);
  showForm(context, context.URL.searchParams.get("user_code") ?? "");
}

function showForm(context: Context, userCode: string, problem?: string): void {
  const binding = context.cookies.get(cookieName) ?? randomBytes(16).toString("base64url");
  context.cookies.set(cookieName, binding, { httpOnly: true, sameSite: "strict", path: "/activate" });
  const refusal = problem === tooManyGuesses ? 429 : 400;
  const view = { action: "/activate", formToken: createFormToken(context, binding), userCode };
  sendPage(
    context,
    renderDeviceCodePage(problem === undefined ? view : { ...view, problem }),
    problem === undefined ? 200 : refusal,
  );
}

async function answerForm(org: Org, context: Context): Promise<void> {
  const form = await readForm(context);
  checkForm(context, form, context.cookies.get(cookieName) ?? "");
  const typed = form.get("user_code") ?? "";
  const userCode = typed.toUpperCase().replaceAll(/[^A-Z]/gu, "");
  if (isGuessTooMany(org, context, "user code")) return showForm(context, typed, tooManyGuesses);
  const server = findServerOfCode(org, userCode);
  if (server === undefined)
    return showForm(context, typed, "Invalid code. Try again, or start again on the device.");
  context.status = 303;
  context.set("Location", `${server.basePath}/v1/activate?user_code=${userCode}`);
  context.body = "";
}

/** The authorization server that issued a code. */
function findServerOfCode(org: Org, userCode: string): AuthorizationServer | undefined {
  return listServers(org).find(
    ({ id }) => findOidcState(org, composeUserCodeKey(id, userCode)) !== undefined,
  );
}

/** Asks whether the device that shows `userCode` may sign in. `oidc` holds the secret that proves that the form came from this page. */
export function sendDeviceQuestion(
  context: Parameters<typeof sendPage>[0],
  oidc: Pick<KoaContextWithOIDC["oidc"], "session">,
  question: { readonly action: string; readonly userCode: string; readonly appLabel: string },
): void {
  const xsrf = (oidc.session as { state?: { secret?: string } } | undefined)?.state?.secret ?? "";
  sendPage(context, renderDeviceConfirmPage({ ...question, hidden: { xsrf, user_code: question.userCode } }));
}

/** What ended the question without an answer, by oidc-provider's name of the error. */
const problems: ReadonlyMap<string, string> = new Map([
  ["ExpiredError", "The code has expired. Start again on the device."],
  ["AlreadyUsedError", "The code was used already. If your device still waits, start again on it."],
  ["NotFoundError", "Invalid code. Try again, or start again on the device."],
  ["NoCodeError", "Invalid code. Try again, or start again on the device."],
]);

const outdated =
  "This form is out of date, or was not sent by this org's own page. Your device still waits for an answer.";

/** The user refused the device, the org did, or the form could not be used. */
export function sendDeviceEnd(
  context: Parameters<typeof sendPage>[0],
  appLabel: string,
  error: Error | undefined,
): void {
  if (error?.name !== "AbortedError") return sendUnusableForm(context, error);
  // Okta's reason, when it was the org that refused.
  const reason = (error.cause as { readonly error_description?: string } | undefined)?.error_description;
  sendPage(
    context,
    renderDeviceDonePage({ appLabel, outcome: "denied", ...(reason !== undefined && { reason }) }),
  );
}

/** Nothing was decided by a form: it is out of date, or its code is. */
export function sendUnusableForm(context: Parameters<typeof sendPage>[0], error?: Error): void {
  sendPage(context, renderDeviceProblemPage(problems.get(error?.name ?? "") ?? outdated), 400);
}

/** Refuses a guess of a code by its address, which shows the question at once. */
export function sendTooManyGuesses(context: Parameters<typeof sendPage>[0]): void {
  sendPage(context, renderDeviceProblemPage(tooManyGuesses), 429);
}
