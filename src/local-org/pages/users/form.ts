import { randomBytes } from "node:crypto";
import type { Context } from "koa";
import { ApiError } from "../../http/api-error.ts";
import { checkForm, formToken, readForm } from "../../http/form.ts";
import type { Html } from "../html.ts";
import { hiddenField } from "../parts.ts";

/** `__Host-`: only this host could have set it, over HTTPS. */
const cookieName = "__Host-okta-unlock-pages";

/** The hidden field that every form of the tool needs: it fits this browser only, which a cookie tells from others. */
export function formTokenField(context: Context): Html {
  return hiddenField("form_token", formToken(context, readBinding(context) ?? createBinding(context)));
}

/** Reads a form that was sent from a page of ours to this browser. Throws 403 for any other, 413 and 415. */
export async function readOwnForm(context: Context): Promise<URLSearchParams> {
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
export function toFormProblems(error: unknown, fields: readonly string[]): Record<string, string> {
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
