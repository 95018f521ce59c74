import { ApiError } from "../../http/api-error.ts";

/**
 * The causes of a refused form by the field they name: Okta writes `login: what is wrong`. What names no field of the form
 * is under `form`. Throws on what isn't a refusal.
 */
export function problemsOf(error: unknown, fields: readonly string[]): Record<string, string> {
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
