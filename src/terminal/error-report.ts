import {
  type ErrorCode,
  errorCodes,
  type ErrorDetails,
  noCurrentFolder,
  OktaUnlockError,
  tooManyOpenFiles,
} from "../errors.ts";
import { programName } from "../hints.ts";
import { markCommand } from "../values/command-text.ts";
import type { Output } from "./output.ts";
import { escapeControls } from "./escape-controls.ts";
import { wrap } from "./wrap.ts";

/** The JSON form of an error: `{"error":{"code","message","next","docs"}}`, with `details` when there are several faults. */
function toEnvelope(error: OktaUnlockError): object {
  const { code, next, docs, details } = error;
  const message = error.why === undefined ? error.message : `${error.message} ${error.why}`;
  return { error: { code, message, ...(details.length > 0 ? { details } : {}), next, docs } };
}

/** Prints an error once, as a person reads it or as one JSON object. */
export function reportError(error: OktaUnlockError, stderr: Output, form: { readonly json: boolean }): void {
  if (form.json) stderr.writeJson(toEnvelope(error));
  else stderr.write(formatError(error, stderr));
}

function formatError(error: OktaUnlockError, { style, width }: Output): string {
  const fit = (text: string, indent: number): string => wrap(escapeControls(text), { width, indent });
  const { message, why, details = [], next } = error.said;
  const lines = [
    `${style.bad("✘")} ${style.strong(fit(message, 2))}`,
    ...(why === undefined ? [] : [`  ${fit(why, 2)}`]),
    ...details.map((detail) => `  - ${fit(detail, 4)}`),
    `  ${fit(`Next: ${next}`, 2).replace(/^Next:/u, style.accent("Next:"))}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** Anything that is not ours is a bug of ours; the stack is shown with --verbose only. */
export function toOktaUnlockError(error: unknown): OktaUnlockError {
  if (error instanceof OktaUnlockError) return error;
  if (isLocalOrgError(error)) return fromLocalOrg(error);
  if (isAboutCurrentFolder(error)) return noCurrentFolder(error);
  const exhausted = findExhausted(error);
  if (exhausted !== undefined) return tooManyOpenFiles(exhausted);
  return new OktaUnlockError("unexpected", {
    message: `Unexpected error: ${error instanceof Error ? error.message : String(error)}`,
    why: "This is a bug in okta-unlock.",
    next: "Run the same command with --verbose and report its output.",
    cause: error,
  });
}

/** The system's error, here or among the causes, that no more files can be opened. */
function findExhausted(error: unknown): NodeJS.ErrnoException | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  return code === "EMFILE" || code === "ENFILE" ? error : findExhausted(error.cause);
}

type LocalOrgError = Error & ErrorDetails & { readonly code: ErrorCode };

/** Told by its name: the class would load the local org, and more than one copy of it may be about. */
function isLocalOrgError(error: unknown): error is LocalOrgError {
  if (!(error instanceof Error) || error.name !== "LocalOrgError" || !("code" in error)) return false;
  return errorCodes.some((code) => code === error.code);
}

/** The local org knows nothing of this program; its codes are some of ours. */
function fromLocalOrg(error: LocalOrgError): OktaUnlockError {
  const { code, message, why, details = [] } = error;
  const next = nameCommand(error.next);
  return new OktaUnlockError(code, {
    message,
    next,
    details,
    cause: error,
    ...(why !== undefined && { why }),
  });
}

/** It ends its sentences with the command, spelled as where the program is installed. */
function nameCommand(text: string): string {
  const [, sentence = "", command] = /^(.*: )okta-unlock ([^\n]+)$/u.exec(text) ?? [];
  return command === undefined ? text : `${sentence}${markCommand(`${programName()} ${command}`)}`;
}

function isAboutCurrentFolder(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && error.syscall === "uv_cwd";
}
