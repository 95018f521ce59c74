import * as v from "valibot";
import { OktaUnlockError } from "../../errors.ts";
import { type Answer, parseJson } from "../../okta/answer.ts";
import { parseOrgUrl, type OrgUrl } from "../../values/org-url.ts";
import { type RegistrationServer, withoutServer } from "./server.ts";

/** An org that is ready, with a token that is given out once. */
export interface NewOrg {
  readonly orgUrl: OrgUrl;
  readonly apiToken: string;
}

const started = v.looseObject({ developerOrgCliToken: v.pipe(v.string(), v.regex(/^[\w.~-]+$/u)) });

const state = v.looseObject({
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
export const afterStart =
  "If a mail with the org's URL has come, sign in to it: okta-unlock login. Otherwise register again: okta-unlock register";

const correct =
  "Correct what the server names and run it again; whoever has registered before signs in: okta-unlock login";

/** The token that redeems the registration. Throws `okta-refused` with the server's words, `okta-unavailable` otherwise. */
export function readStarted(server: RegistrationServer, answer: Answer): string {
  const json = goodJson(server, answer, { refused: "refused the registration", next: correct });
  const parsed = v.safeParse(started, json);
  if (!parsed.success) throw strangeAnswer(server);
  return parsed.output.developerOrgCliToken;
}

/** Undefined while the org is being made. Throws as `readStarted` does, and when the registration came to nothing. */
export function readState(server: RegistrationServer, answer: Answer): NewOrg | undefined {
  if (answer.status === 404 || answer.status === 410) throw unknownRegistration(server);
  const json = goodJson(server, answer, { refused: "ended the registration", next: afterStart });
  const parsed = v.safeParse(state, json);
  if (!parsed.success) throw strangeAnswer(server);
  const { status, orgUrl, apiToken } = parsed.output;
  if (status.toUpperCase() === "PENDING") return undefined;
  if (status.toUpperCase() !== "ACTIVE") throw ended(server, status);
  const url = parseOrgUrl(orgUrl ?? "");
  if (!url.ok || typeof apiToken !== "string" || apiToken === "") throw strangeAnswer(server);
  return { orgUrl: url.value, apiToken };
}

interface RefusalWords {
  readonly refused: string;
  readonly next: string;
}

function goodJson(server: RegistrationServer, { status, text }: Answer, words: RefusalWords): unknown {
  const json = parseJson(text);
  if (status >= 200 && status < 300) return json;
  const parsed = v.safeParse(errorBody, json);
  if (status >= 500 || status < 400 || !parsed.success) throw strangeAnswer(server, status);
  const { errorSummary, message, errorCauses } = parsed.output;
  throw new OktaUnlockError("okta-refused", {
    message: `${hostOf(server)} ${words.refused}: ${errorSummary ?? message ?? `status ${status}`}`,
    details: (errorCauses ?? []).flatMap((cause) => cause.errorSummary ?? []),
    next: words.next,
  });
}

function strangeAnswer(server: RegistrationServer, status?: number): OktaUnlockError {
  const what = status === undefined ? "" : ` (status ${status})`;
  return new OktaUnlockError("okta-unavailable", {
    message: `${hostOf(server)} does not answer as a registration server does${what}.`,
    why: "OKTA_CLI_REGISTRATION_URL names another kind of server, or this one is down for a moment.",
    next: withoutServer,
  });
}

function unknownRegistration(server: RegistrationServer): OktaUnlockError {
  return new OktaUnlockError("okta-refused", {
    message: `${hostOf(server)} does not know this registration any more.`,
    why: "It has expired, or its API token was given out already: that happens once.",
    next: afterStart,
  });
}

function ended(server: RegistrationServer, status: string): OktaUnlockError {
  const words: Readonly<Record<string, string>> = {
    DENIED: "denied the registration",
    REJECTED: "denied the registration",
    EXPIRED: "let the registration expire",
  };
  const happened = words[status.toUpperCase()] ?? `ended the registration with the status ${status}`;
  return new OktaUnlockError("okta-refused", {
    message: `${hostOf(server)} ${happened}.`,
    next: afterStart,
  });
}

/** The registration was not finished in the time that is given to it. */
export function tookTooLong(server: RegistrationServer, minutes: number): OktaUnlockError {
  return new OktaUnlockError("okta-unavailable", {
    message: `${hostOf(server)} did not finish the registration within ${minutes} minutes.`,
    why: "Mostly a mail has to be confirmed first.",
    next: afterStart,
  });
}

function hostOf({ url }: RegistrationServer): string {
  return new URL(url).host;
}
