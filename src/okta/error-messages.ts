import { hint } from "../hints.ts";
import type { ErrorCode } from "../errors.ts";
import type { CredentialSummary } from "./credential-summary.ts";

/** What was asked of the org, for messages: `purpose` completes "Okta refused to …". */
export interface Asked {
  readonly purpose: string;
  readonly orgUrl: string;
  /** Left out where none is sent. */
  readonly credential?: CredentialSummary;
}

/** Okta's error body (okta-api.md 1.9) and where it came from. */
export interface OktaErrorAnswer {
  readonly status: number;
  readonly errorCode: string;
  readonly errorSummary: string;
  readonly errorCauses: readonly string[];
  readonly errorId: string | undefined;
  readonly requestId: string | undefined;
}

/** A refusal in our words. */
export interface Words {
  readonly message: string;
  readonly why?: string;
  readonly next: string;
}

/** What a refusal is to us. */
export interface Reading {
  readonly code: ErrorCode;
  readonly words: (asked: Asked, answer: OktaErrorAnswer) => Words;
}

const refusedToken = (orgUrl: string, { isOdd }: CredentialSummary): Words => ({
  message: `${orgUrl} does not accept this API token.`,
  why: isOdd
    ? "It does not look like one: Okta's have 42 characters and begin with 00."
    : "It belongs to another org, was revoked, was not used for 30 days, or may not be used from this network.",
  next: `Make one in the ${tokensOf(orgUrl)} (in CI: for OKTA_CLIENT_TOKEN), then: ${hint("login", { org: orgUrl })}`,
});

const endedToken = (orgUrl: string, profile: string): Words => ({
  message: `${orgUrl} does not accept the API token of the profile ${profile} any more.`,
  why: "It was revoked, was not used for 30 days, its owner was deactivated, or it may not be used from this network.",
  next: `Make another one in the ${tokensOf(orgUrl)}, then: ${hint("login", { org: orgUrl, name: profile })}`,
});

function tokensOf(orgUrl: string): string {
  return `${consoleOf(orgUrl)} > Security > API > Tokens`;
}

function consoleOf(orgUrl: string): string {
  return `Admin Console of ${new URL(orgUrl).host}`;
}

const refusedAccessToken = (orgUrl: string): Words => ({
  message: `${orgUrl} does not accept the access token that it gave out itself.`,
  why: "The app or its user was deactivated, or the access token may not be used from this network.",
  next: `See whether the app is active in the ${consoleOf(orgUrl)} > Applications, then: ${hint("login", { org: orgUrl })}`,
});

const notAccepted: Reading = {
  code: "credential-rejected",
  words({ orgUrl, credential = { kind: "api-token" } }) {
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

const notAllowed: Reading = {
  code: "permission-denied",
  words({ purpose, credential = { kind: "api-token" } }) {
    const { who, why } = holders[credential.kind];
    const next = `See what is missing, and where to get it: ${hint("whoami", { org: credential.profile })}`;
    return { message: `${who} not allowed to ${purpose}.`, why, next };
  },
};

const unavailable: Reading = {
  code: "okta-unavailable",
  words: ({ purpose, orgUrl }, { status }) => ({
    message: `Okta could not ${purpose}: it answered with status ${status}.`,
    why: "This is a fault on Okta's side, and mostly a short one.",
    next: `Run the command again in a minute. If it lasts: curl ${orgUrl}/.well-known/okta-organization`,
  }),
};

const changedMeanwhile: Reading = {
  code: "okta-refused",
  words: ({ purpose }) => ({
    message: `Okta could not ${purpose}, because something else is changing the same part of the org.`,
    next: "Run the command again in a minute.",
  }),
};

const labelTaken: Reading = {
  code: "app-conflict",
  words: ({ orgUrl }) => ({
    message: `${orgUrl} already has an app with this name, and does not allow a second one.`,
    next: `Choose another name with --name, or look at the existing ones: ${hint("apps list")}`,
  }),
};

const notValid: Reading = {
  code: "okta-refused",
  words: ({ purpose }, { errorSummary }) => ({
    message: `Okta refused to ${purpose}: ${sentence(errorSummary)}`,
    next: `Correct the values that Okta names. What would be sent is shown by: ${hint("create", { "dry-run": true })}`,
  }),
};

/** The error codes that need other words than Okta's own (okta-api.md 1.9). */
const known: Readonly<Record<string, Reading>> = {
  E0000001: notValid,
  E0000004: notAccepted,
  E0000005: notAllowed,
  E0000006: notAllowed,
  E0000007: {
    code: "okta-refused",
    words: ({ purpose, orgUrl }) => ({
      message: `Okta could not ${purpose}: ${orgUrl} does not have it, or does not show it to this credential.`,
      next: `See what is there: ${hint("apps list")}`,
    }),
  },
  E0000008: {
    code: "not-an-okta-org",
    words: ({ orgUrl }) => ({
      message: `${orgUrl} does not know Okta's API paths.`,
      why: "The org URL is probably that of another host.",
      next: "Open your Admin Console, take the host without -admin, then: export OKTA_CLIENT_ORGURL=https://<host>",
    }),
  },
  E0000009: unavailable,
  E0000010: unavailable,
  E0000011: notAccepted,
  E0000015: {
    code: "feature-missing",
    words: ({ purpose, orgUrl }) => ({
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
    words: ({ purpose }) => ({
      message: `Okta's rate limit did not free up in time to ${purpose}.`,
      why: "Other programs use the same org or the same token at the same time.",
      next: "Run the command again in a minute.",
    }),
  },
  E0000056: {
    code: "okta-refused",
    words: ({ purpose }) => ({
      message: `Okta could not ${purpose}: an active app cannot be deleted.`,
      next: `Deactivate it first, which this does as well: ${hint("apps delete", { args: ["<id>"] })}`,
    }),
  },
  E0000113: changedMeanwhile,
  E0000195: changedMeanwhile,
  E0000239: changedMeanwhile,
  E0000260: {
    code: "okta-refused",
    words: ({ orgUrl }) => ({
      message: `Okta has deactivated the org ${orgUrl}.`,
      why: "Okta ends free orgs that nobody signed in to for 180 days, and has ended the old Developer Edition.",
      next: `Get a new one at https://developer.okta.com/signup, or go on with a local one: ${hint("create", { org: "local" })}`,
    }),
  },
};

/** How a refusal is read: by its code, by what an older org says in a cause, else by its status. */
export function readingOf(answer: OktaErrorAnswer): Reading {
  return isLabelTaken(answer) ? labelTaken : (known[answer.errorCode] ?? byStatus(answer));
}

function byStatus({ status }: OktaErrorAnswer): Reading {
  if (status >= 500) return unavailable;
  if (status === 401) return notAccepted;
  if (status === 403) return notAllowed;
  return notValid;
}

/** Older orgs want each label once, and say so in a cause only. */
function isLabelTaken({ errorCauses }: OktaErrorAnswer): boolean {
  return errorCauses.some((cause) => cause.startsWith("label:") && cause.includes("already exists"));
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
