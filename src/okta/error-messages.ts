import { hint, setVariable } from "../hints.ts";
import { askServer } from "../shell-lines.ts";
import { nameConsole } from "../values/org-url.ts";
import type { ErrorCode } from "../errors.ts";
import {
  type CredentialSummary,
  type Message,
  type NeededRight,
  type OktaErrorAnswer,
  OktaRefusal,
  type RequestInfo,
} from "./errors.ts";
import { explainRateLimit } from "./rate-limit.ts";

/** What a refusal is to us. */
export interface Explanation {
  readonly code: ErrorCode;
  readonly explain: (request: RequestInfo, answer: OktaErrorAnswer) => Message;
}

const refusedToken = (orgUrl: string, { isOdd }: CredentialSummary): Message => ({
  message: `${orgUrl} does not accept this API token.`,
  why: isOdd
    ? "It does not look like one: Okta's have 42 characters and begin with 00."
    : "It belongs to another org, was revoked, was not used for 30 days, or may not be used from this network.",
  next: `Make one in ${nameTokenPage(orgUrl)} (in CI: for OKTA_CLIENT_TOKEN), then: ${hint("login", { org: orgUrl })}`,
});

const endedToken = (orgUrl: string, profile: string): Message => ({
  message: `${orgUrl} does not accept the API token of the profile ${profile} any more.`,
  why: "It was revoked, was not used for 30 days, its owner was deactivated, or it may not be used from this network.",
  next: `Make another one in ${nameTokenPage(orgUrl)}, then: ${hint("login", { org: orgUrl, name: profile })}`,
});

function nameTokenPage(orgUrl: string): string {
  return `${nameConsole(orgUrl)} > Security > API > Tokens`;
}

const refusedAccessToken = (orgUrl: string): Message => ({
  message: `${orgUrl} does not accept the access token that it issued.`,
  why: "The app or its user was deactivated, or the access token may not be used from this network.",
  next: `See whether the app is active in ${nameConsole(orgUrl)} > Applications, then: ${hint("login", { org: orgUrl })}`,
});

const notAccepted: Explanation = {
  code: "credential-rejected",
  explain({ orgUrl, credential = { kind: "api-token" } }) {
    if (credential.kind !== "api-token") return refusedAccessToken(orgUrl);
    const { profile } = credential;
    return profile === undefined ? refusedToken(orgUrl, credential) : endedToken(orgUrl, profile);
  },
};

const rightRole =
  "Apps take an Application Administrator, access policies an API Access Management Administrator.";

interface Holder {
  readonly who: string;
  readonly why: string;
}

const holders: Readonly<Record<CredentialSummary["kind"], Holder>> = {
  "api-token": {
    who: "The owner of this API token is",
    why: `A token can do what its owner can do. ${rightRole}`,
  },
  "service-app": {
    who: "The service app is",
    why: `It needs the scope for it, granted and asked for, and a role of its own. ${rightRole}`,
  },
  device: {
    who: "You are",
    why: `You need the role for it, and the app that you signed in by needs the scope. ${rightRole}`,
  },
};

const notAllowed: Explanation = {
  code: "permission-denied",
  explain({ purpose, orgUrl, credential = { kind: "api-token" }, needs }) {
    const { who, why } = holders[credential.kind];
    if (needs !== undefined)
      return { message: `${who} not allowed to ${purpose}.`, ...explainNeeds(needs, orgUrl, credential) };
    const next = `See what is missing, and where to get it: ${hint("whoami", { org: credential.profile })}`;
    return { message: `${who} not allowed to ${purpose}.`, why, next };
  },
};

/** The one scope or role that is missing, and where to get it. */
function explainNeeds(
  { scope, role }: NeededRight,
  orgUrl: string,
  { kind, profile }: CredentialSummary,
): Pick<Message, "why" | "next"> {
  const console = nameConsole(orgUrl);
  const login = hint("login", { org: orgUrl, name: profile, scopes: "<scopes>" });
  if (kind === "api-token") {
    return {
      why: `A token can do what its owner can do. This takes the role ${role}, or a higher one.`,
      next: `Assign it in ${console} > Security > Administrators to the owner of the token; or sign in with another token: ${hint("login", { org: orgUrl, name: profile })}`,
    };
  }
  const [who, roles] =
    kind === "device" ? ["you", "Security > Administrators"] : ["the app", "the app > Admin roles"];
  const ask = kind === "service-app" && profile === undefined ? " (in OKTA_CLIENT_SCOPES)" : "";
  return {
    why: `It takes the scope ${scope}, granted to the app and asked for${ask}, and the role ${role} for ${who} (${roles}).`,
    next: `Grant ${scope} in ${console} > Applications > the app > Okta API Scopes, then sign in with it among the scopes: ${login}`,
  };
}

const unavailable: Explanation = {
  code: "okta-unavailable",
  explain: ({ purpose, orgUrl }, { status }) => ({
    message: `Okta could not ${purpose}: it answered with status ${status}.`,
    why: "This is a fault on Okta's side, and usually a short one.",
    next: `Run the command again in a minute. If it persists: ${askServer(`${orgUrl}/.well-known/okta-organization`)}`,
  }),
};

const changedMeanwhile: Explanation = {
  code: "okta-refused",
  explain: ({ purpose }) => ({
    message: `Okta could not ${purpose}, because something else is changing the same part of the org.`,
    next: "Run the command again in a minute.",
  }),
};

const labelTaken: Explanation = {
  code: "app-conflict",
  explain: ({ orgUrl }) => ({
    message: `${orgUrl} already has an app with this name, and does not allow a second one.`,
    next: `Choose another name with --name, or look at the existing ones: ${hint("apps list")}`,
  }),
};

const notValid: Explanation = {
  code: "okta-refused",
  explain: ({ purpose }, { errorSummary }) => ({
    message: `Okta refused to ${purpose}: ${endSentence(errorSummary)}`,
    next: "Correct the values that Okta names, then run the command again. With --dry-run, where it has that, it shows what it would send.",
  }),
};

/** The error codes that need other words than Okta's own; all of them: https://developer.okta.com/docs/reference/error-codes/. */
const known: Readonly<Record<string, Explanation>> = {
  E0000001: notValid,
  E0000004: notAccepted,
  E0000005: notAllowed,
  E0000006: notAllowed,
  E0000007: {
    code: "not-found",
    explain: ({ purpose, orgUrl }) => ({
      message: `Okta could not ${purpose}: ${orgUrl} does not have it, or does not show it to this credential.`,
      next: `See what is there: ${hint("apps list")}`,
    }),
  },
  E0000008: {
    code: "not-an-okta-org",
    explain: ({ orgUrl }) => ({
      message: `${orgUrl} does not know Okta's API paths.`,
      why: "The org URL is probably that of another host.",
      next: `Open your Admin Console, take the host without -admin, then: ${setVariable("OKTA_CLIENT_ORGURL", "https://<host>")}`,
    }),
  },
  E0000009: unavailable,
  E0000010: unavailable,
  E0000011: notAccepted,
  E0000015: {
    code: "feature-missing",
    explain: ({ purpose, orgUrl }) => ({
      message: `${orgUrl} lacks the feature that is needed to ${purpose}.`,
      why: "Custom authorization servers need API Access Management, which not every org has.",
      next: `Use an org that has it (an Integrator Free Plan org does), or the local one: ${hint("create", { org: "local" })}`,
    }),
  },
  E0000022: notAllowed,
  E0000038: notAllowed,
  E0000040: labelTaken,
  E0000047: {
    code: "rate-limited",
    explain: (request, { reset }) => explainRateLimit(request, reset),
  },
  E0000056: {
    code: "okta-refused",
    explain: ({ purpose }) => ({
      message: `Okta could not ${purpose}: an active app cannot be deleted.`,
      next: `Deactivate it first, which this does as well: ${hint("apps delete", { args: ["<id>"] })}`,
    }),
  },
  E0000113: changedMeanwhile,
  E0000195: changedMeanwhile,
  E0000239: changedMeanwhile,
  E0000260: {
    code: "okta-refused",
    explain: ({ orgUrl }) => ({
      message: `Okta has deactivated the org ${orgUrl}.`,
      why: "Okta deactivates free orgs after 180 days without a sign-in, and has retired the old Developer Edition.",
      next: `Get a new one at https://developer.okta.com/signup, or use a local one: ${hint("create", { org: "local" })}`,
    }),
  },
};

/** Turns an error answer of the management API into the error to throw. */
export function createRefusal(request: RequestInfo, answer: OktaErrorAnswer): OktaRefusal {
  const { code, explain } = chooseExplanation(answer);
  return new OktaRefusal(code, answer, explain(request, answer));
}

/** By its code, by what an older org says in a cause, else by its status. */
function chooseExplanation(answer: OktaErrorAnswer): Explanation {
  return isLabelTaken(answer) ? labelTaken : (known[answer.errorCode] ?? explainStatus(answer));
}

function explainStatus({ status }: OktaErrorAnswer): Explanation {
  if (status >= 500) return unavailable;
  if (status === 401) return notAccepted;
  if (status === 403) return notAllowed;
  return notValid;
}

/** Older orgs want each label once, and say so in a cause only. */
function isLabelTaken({ errorCauses }: OktaErrorAnswer): boolean {
  return errorCauses.some((cause) => cause.startsWith("label:") && cause.includes("already exists"));
}

function endSentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
