import { hint } from "../../hints.ts";
import * as v from "valibot";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { type Answer, parseJson } from "../../okta/answer.ts";
import { type OrgUrl, parseOrgUrl } from "../../values/org-url.ts";
import { readWebAddress } from "../../values/web-address.ts";

/** Where one signs up for an org: only in a browser, since Okta took its registration API down. */
export const signUpUrl = "https://developer.okta.com/signup";

/** A server that speaks the protocol by which Okta's old CLI made orgs. */
export interface RegistrationServer {
  /** An origin. */
  readonly url: string;
  /** The id of the registration form there. */
  readonly registrationId: string;
}

const variable = "OKTA_CLI_REGISTRATION_URL";
const usualId = "reg405abrRAkn0TRf5d6";

/** Okta's own: gone, and people's names and addresses are not sent there. */
const deadHost = "okta-devok12.okta.com";

/**
 * The server that OKTA_CLI_REGISTRATION_URL names, with the id of OKTA_CLI_REGISTRATION_ID; undefined without one. Throws
 * `invalid-value` for an address that is neither https nor on this machine, and for Okta's own, which is gone.
 */
export function readRegistrationServer({ env }: Pick<Context, "env">): RegistrationServer | undefined {
  const text = env[variable]?.trim() ?? "";
  if (text === "") return undefined;
  const address = readWebAddress(text, "registration URL");
  if (!address.ok) throw createUnusableError(`${variable} can't be used.`, address.problem);
  if (address.url.hostname === deadHost) {
    throw createUnusableError(
      "Okta's registration API no longer exists.",
      `${variable} points to it, but Okta shut it down in 2025. Nothing was sent.`,
    );
  }
  return { url: address.url.origin, registrationId: readRegistrationId(env) };
}

function readRegistrationId(env: Context["env"]): string {
  const given = env["OKTA_CLI_REGISTRATION_ID"]?.trim() ?? "";
  if (/^[\w-]*$/u.test(given)) return given === "" ? usualId : given;
  throw createUnusableError(
    "OKTA_CLI_REGISTRATION_ID can't be used.",
    "An ID contains only letters, digits, - and _.",
  );
}

function createUnusableError(message: string, why: string): OktaUnlockError {
  return new OktaUnlockError("invalid-value", { message, why, next: withoutServer });
}

/** The way on that is always open. */
export const withoutServer = `To sign up in the browser (${signUpUrl}), remove the variable ${variable} and run: ${hint("register")}`;

/** An org that is ready, with a token that is given out once. */
export interface NewOrg {
  readonly orgUrl: OrgUrl;
  readonly apiToken: string;
}

const startedBody = v.looseObject({ developerOrgCliToken: v.pipe(v.string(), v.regex(/^[\w.~-]+$/u)) });

const stateBody = v.looseObject({
  status: v.string(),
  orgUrl: v.nullish(v.pipe(v.string(), v.regex(/^https?:\/\//iu))),
  apiToken: v.nullish(v.string()),
});

const errorBody = v.looseObject({
  errorSummary: v.nullish(v.string()),
  message: v.nullish(v.string()),
  errorCauses: v.nullish(v.array(v.looseObject({ errorSummary: v.nullish(v.string()) }))),
});

/** The way on once the server has begun. */
export const afterStart = `If you received an email with the org's URL, sign in: ${hint("login")}. Otherwise register again: ${hint("register")}`;

const correct = `Correct what the server reports and run the same command again. If you already have an org, sign in: ${hint("login")}`;

/** The token that redeems the registration. Throws `okta-refused` with the server's words, `okta-unavailable` otherwise. */
export function readStarted(server: RegistrationServer, answer: Answer): string {
  const json = readGoodJson(server, answer, { refused: "refused the registration", next: correct });
  const parsed = v.safeParse(startedBody, json);
  if (!parsed.success) throw createStrangeAnswerError(server);
  return parsed.output.developerOrgCliToken;
}

/** Undefined while the org is being made. Throws as `readStarted` does, and when the registration came to nothing. */
export function readState(server: RegistrationServer, answer: Answer): NewOrg | undefined {
  if (answer.status === 404 || answer.status === 410) throw createUnknownError(server);
  const json = readGoodJson(server, answer, { refused: "ended the registration", next: afterStart });
  const parsed = v.safeParse(stateBody, json);
  if (!parsed.success) throw createStrangeAnswerError(server);
  const { status, orgUrl, apiToken } = parsed.output;
  if (status.toUpperCase() === "PENDING") return undefined;
  if (status.toUpperCase() !== "ACTIVE") throw createEndedError(server, status);
  const url = parseOrgUrl(orgUrl ?? "");
  if (!url.ok || typeof apiToken !== "string" || apiToken === "") throw createStrangeAnswerError(server);
  return { orgUrl: url.value, apiToken };
}

interface RefusalWords {
  readonly refused: string;
  readonly next: string;
}

function readGoodJson(server: RegistrationServer, { status, text }: Answer, words: RefusalWords): unknown {
  const json = parseJson(text);
  if (status >= 200 && status < 300) return json;
  const parsed = v.safeParse(errorBody, json);
  if (status >= 500 || status < 400 || !parsed.success) throw createStrangeAnswerError(server, status);
  const { errorSummary, message, errorCauses } = parsed.output;
  throw new OktaUnlockError("okta-refused", {
    message: `${readHost(server)} ${words.refused}: ${errorSummary ?? message ?? `status ${status}`}`,
    details: (errorCauses ?? []).flatMap((cause) => cause.errorSummary ?? []),
    next: words.next,
  });
}

function createStrangeAnswerError(server: RegistrationServer, status?: number): OktaUnlockError {
  const what = status === undefined ? "" : ` (status ${status})`;
  return new OktaUnlockError("okta-unavailable", {
    message: `${readHost(server)} does not answer like a registration server${what}.`,
    why: "OKTA_CLI_REGISTRATION_URL points to another kind of server, or the server is temporarily down.",
    next: withoutServer,
  });
}

function createUnknownError(server: RegistrationServer): OktaUnlockError {
  return new OktaUnlockError("okta-refused", {
    message: `${readHost(server)} no longer knows this registration.`,
    why: "It has expired, or its API token was already issued, which happens only once.",
    next: afterStart,
  });
}

function createEndedError(server: RegistrationServer, status: string): OktaUnlockError {
  const words: Readonly<Record<string, string>> = {
    DENIED: "denied the registration",
    REJECTED: "denied the registration",
    EXPIRED: "let the registration expire",
  };
  const happened = words[status.toUpperCase()] ?? `ended the registration with the status ${status}`;
  return new OktaUnlockError("okta-refused", {
    message: `${readHost(server)} ${happened}.`,
    next: afterStart,
  });
}

/** The registration was not finished in the time that is given to it. */
export function createTooLongError(server: RegistrationServer, minutes: number): OktaUnlockError {
  return new OktaUnlockError("okta-unavailable", {
    message: `${readHost(server)} did not finish the registration within ${minutes} minutes.`,
    why: "Usually an email has to be confirmed first.",
    next: afterStart,
  });
}

function readHost({ url }: RegistrationServer): string {
  return new URL(url).host;
}
