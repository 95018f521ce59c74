import { OktaUnlockError } from "../errors.ts";
import type { Output } from "./output.ts";
import { visible } from "./visible.ts";
import { wrap } from "./wrap.ts";

/** The JSON form of an error: `{"error":{"code","message","next","docs"}}`, with `details` when there are several faults. */
function errorEnvelope(error: OktaUnlockError): object {
  const { code, next, docs, details } = error;
  const message = error.why === undefined ? error.message : `${error.message} ${error.why}`;
  return { error: { code, message, ...(details.length > 0 ? { details } : {}), next, docs } };
}

/** Prints an error once, as a person reads it or as one JSON object. */
export function reportError(error: OktaUnlockError, stderr: Output, form: { readonly json: boolean }): void {
  stderr.write(form.json ? `${JSON.stringify(errorEnvelope(error))}\n` : describe(error, stderr));
}

function describe(error: OktaUnlockError, { style, width }: Output): string {
  const fit = (text: string): string => wrap(visible(text), { width, indent: 2 });
  const lines = [
    `${style.bad("✘")} ${style.strong(fit(error.message))}`,
    ...(error.why === undefined ? [] : [`  ${fit(error.why)}`]),
    ...error.details.map((detail) => `  - ${wrap(visible(detail), { width, indent: 4 })}`),
    `  ${nextStep(error.next, width).replace(/^Next:/u, style.accent("Next:"))}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** A command that does not fit behind its sentence gets a line of its own, whole: one that is broken can't be copied. */
function nextStep(next: string, width: number): string {
  const text = `Next: ${next}`;
  const [, sentence, command] = /^(.*:) ((?:okta-unlock|npx|export|curl|git|ls) .*)$/u.exec(text) ?? [];
  if (text.length + 2 <= width || sentence === undefined || command === undefined) {
    return wrap(text, { width, indent: 2 });
  }
  return `${wrap(sentence, { width, indent: 2 })}\n    ${command}`;
}

/** Anything that is not ours is a bug of ours; the stack is shown with --verbose only. */
export function toOktaUnlockError(error: unknown): OktaUnlockError {
  if (error instanceof OktaUnlockError) return error;
  return new OktaUnlockError("unexpected", {
    message: `Something went wrong that should not have: ${error instanceof Error ? error.message : String(error)}`,
    why: "This is a bug in okta-unlock.",
    next: "Run the same command with --verbose and report what it prints.",
    cause: error,
  });
}
