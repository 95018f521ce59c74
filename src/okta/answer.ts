import { hint } from "../hints.ts";
import { askServer } from "../shell-lines.ts";
import type { ResponseHeaders } from "../context.ts";
import * as v from "valibot";
import { OktaUnlockError } from "../errors.ts";
import { parseOrgUrl } from "../values/org-url.ts";
import { createRefusal } from "./error-messages.ts";
import type { RequestInfo } from "./errors.ts";
import { proxyRefused } from "./proxy-errors.ts";
import { explainRateLimit, readReset } from "./rate-limit.ts";
import { readUrl } from "../values/read-url.ts";

/** One answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly text: string;
}

const errorBody = v.looseObject({
  errorCode: v.string(),
  errorSummary: v.optional(v.string(), ""),
  errorId: v.optional(v.string()),
  errorCauses: v.optional(v.array(v.looseObject({ errorSummary: v.optional(v.string(), "") })), []),
});

/**
 * The JSON of a good answer (undefined when the body is empty). Throws for every other answer: Okta's own errors,
 * redirects, pages of something that is not an Okta org, bodies that are cut off.
 */
export function parseAnswer(request: RequestInfo, answer: Answer): unknown {
  if (answer.status >= 200 && answer.status < 300) return parseGoodAnswer(request, answer);
  if (answer.status >= 300 && answer.status < 400) throw redirected(request, answer);
  const parsed = v.safeParse(errorBody, parseJson(answer.text));
  if (!parsed.success) throw strangeAnswer(request, answer);
  throw createRefusal(request, {
    status: answer.status,
    errorCode: parsed.output.errorCode,
    errorSummary: parsed.output.errorSummary,
    errorCauses: parsed.output.errorCauses.map((cause) => cause.errorSummary).filter(Boolean),
    errorId: parsed.output.errorId,
    requestId: readRequestId(answer),
    reset: readReset(answer.headers),
  });
}

/** Okta's id of the request, for its support and for the System Log. */
export function readRequestId({ headers }: Answer): string | undefined {
  return headers.get("x-okta-request-id") ?? undefined;
}

/** The error for JSON that does not have the shape the management API documents. */
export function unexpectedShape(request: RequestInfo, details: readonly string[]): OktaUnlockError {
  return new OktaUnlockError("okta-unavailable", {
    message: `${request.orgUrl} gave an answer that is not Okta's when asked to ${request.purpose}.`,
    why: "Parts are missing or have another type than Okta documents.",
    next: `See what answers there: ${askServer(`${request.orgUrl}/.well-known/okta-organization`)}`,
    details,
  });
}

/** The error for a list that does not end. */
export function endlessList({ orgUrl, purpose }: RequestInfo, why: string): OktaUnlockError {
  return new OktaUnlockError("okta-unavailable", {
    message: `The list that ${orgUrl} gave when asked to ${purpose} does not end.`,
    why,
    next: `See what answers there: ${askServer(`${orgUrl}/.well-known/okta-organization`)}`,
  });
}

function parseGoodAnswer(request: RequestInfo, answer: Answer): unknown {
  if (answer.text.trim() === "") return undefined;
  const json = parseJson(answer.text);
  if (json !== undefined) return json;
  throw isHtml(answer) ? pageInstead(request) : cutOff(request);
}

/** Undefined for a text that is no JSON, or nests so deep that comparing or writing it would break. */
export function parseJson(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return isDeeper(json, deepest) ? undefined : json;
  } catch {
    return undefined;
  }
}

/** Okta's resources have some ten levels. */
const deepest = 100;

function isDeeper(json: unknown, levels: number): boolean {
  if (typeof json !== "object" || json === null) return false;
  return levels === 0 || Object.values(json).some((inner) => isDeeper(inner, levels - 1));
}

function isHtml({ headers, text }: Answer): boolean {
  return headers.get("content-type")?.includes("html") === true || text.trimStart().startsWith("<");
}

function strangeAnswer(request: RequestInfo, answer: Answer): OktaUnlockError {
  if (answer.status === 429)
    return new OktaUnlockError("rate-limited", explainRateLimit(request, readReset(answer.headers)));
  if (answer.status === 407) return proxyRefused(new URL(request.orgUrl), 407);
  if (answer.status < 500) return isHtml(answer) ? pageInstead(request) : notAnOrg(request);
  return new OktaUnlockError("okta-unavailable", {
    message: `Okta could not ${request.purpose}: it answered with status ${answer.status}.`,
    why: "The answer came from a server in front of Okta, or Okta is briefly down.",
    next: `Run the command again in a minute. If it persists: ${askServer(`${request.orgUrl}/.well-known/okta-organization`)}`,
  });
}

/** The error for an address that answers, but not as an org does. */
export function notAnOrg({ orgUrl }: RequestInfo): OktaUnlockError {
  return new OktaUnlockError("not-an-okta-org", {
    message: `${orgUrl} answers, but not as an Okta org does.`,
    why: "The org URL is misspelled, or it is the address of something else.",
    next: `An org gives JSON with its id here: ${askServer(`${orgUrl}/.well-known/okta-organization`)}`,
  });
}

function pageInstead({ orgUrl }: RequestInfo): OktaUnlockError {
  return new OktaUnlockError("not-an-okta-org", {
    message: `${orgUrl} answers with a web page, not as an Okta org does.`,
    why: "A sign-in page of your network or a proxy answers in its place, or the org URL is misspelled.",
    next: `Open it in the browser to see which. An org gives JSON here: ${askServer(`${orgUrl}/.well-known/okta-organization`)}`,
  });
}

function cutOff({ orgUrl, purpose }: RequestInfo): OktaUnlockError {
  return new OktaUnlockError("okta-unavailable", {
    message: `The answer of ${orgUrl} was cut off or damaged when asked to ${purpose}.`,
    why: "Something between here and Okta closed the connection early.",
    next: "Run the command again.",
  });
}

/**
 * Never followed: the request carries the credential, and the new address may be anyone's. Its query is left out of the
 * message: it may hold a session or a token.
 */
function redirected(request: RequestInfo, answer: Answer): OktaUnlockError {
  const target = readLocation(request, answer);
  // Whoever redirects chose the address: a command is made only of one that an org can have.
  const elsewhere = target !== undefined && target.origin !== request.orgUrl && parseOrgUrl(target.origin).ok;
  return new OktaUnlockError("not-an-okta-org", {
    message: `${request.orgUrl} redirects to ${target === undefined ? "another address" : target.origin + target.pathname}.`,
    why: "The redirect was not followed, because the credential would be sent there. It may lead to a sign-in page of your network.",
    next: elsewhere
      ? `If your org has moved there: ${hint("login", { org: target.origin })}`
      : `See where it leads: ${askServer("-I", `${request.orgUrl}/.well-known/okta-organization`)}`,
  });
}

function readLocation({ orgUrl }: RequestInfo, { headers }: Answer): URL | undefined {
  const location = headers.get("location");
  return location === null ? undefined : readUrl(location, orgUrl);
}
