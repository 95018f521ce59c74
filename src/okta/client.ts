import { createAppCalls } from "./app-calls.ts";
import type { Authorizer } from "./authorizer.ts";
import { type Calls, createCalls } from "./calls.ts";
import type { CredentialSummary } from "./errors.ts";
import { createExchange, type OrgContext } from "./exchange.ts";
import { createGroupCalls } from "./group-calls.ts";
import { createLogCalls } from "./log-calls.ts";
import { createOrgCalls } from "./org-calls.ts";
import { createOrgTime, type OrgTime } from "./org-time.ts";
import { createAccessPolicyCalls, createSignOnPolicyCalls } from "./policy-calls.ts";
import type { OktaOrg } from "./port.ts";
import { createTrustedOriginCalls } from "./trusted-origin-calls.ts";

/** Where an org is, and how a command line names it. */
export interface OrgAddress {
  /** An origin: `https://host`. */
  readonly orgUrl: string;
  /** The certificate authority (PEM) of the local org. */
  readonly trust?: string;
  /** The profile that keeps the credential: what `--org` takes to mean this org. Else that is the URL, or `local` with `trust`. */
  readonly flagValue?: string;
  /** Milliseconds that one request may take; what OKTA_UNLOCK_TIMEOUT says unless given. */
  readonly timeout?: number;
}

export interface ClientOptions extends OrgAddress {
  /** The authorizer of a context: each signal has one of its own. */
  readonly authorize: (context: OrgContext) => Authorizer;
  readonly credential: CredentialSummary;
}

/** The org behind an address. Nothing is loaded or sent before its first method is called. */
export function createOrgClient(
  context: OrgContext,
  options: ClientOptions,
  time: OrgTime = createOrgTime(context.clock),
): OktaOrg {
  const { trust, timeout, credential } = options;
  const orgUrl = new URL(options.orgUrl).origin;
  const authorizer = options.authorize(context);
  const exchange = createExchange(context, { orgUrl, ...(trust && { trust }), authorizer, time, timeout });
  const calls = createCalls({ orgUrl, credential }, exchange);
  return {
    orgUrl,
    flagValue: options.flagValue ?? (trust === undefined ? orgUrl : "local"),
    now: () => time.now(),
    withSignal: (signal) => createOrgClient({ ...context, signal }, options, time),
    ...connectCalls(calls),
  };
}

/** The methods of the port, over the calls that they are made of. */
export function connectCalls(calls: Calls) {
  return {
    ...createAppCalls(calls),
    ...createGroupCalls(calls),
    ...createAccessPolicyCalls(calls),
    ...createSignOnPolicyCalls(calls),
    ...createTrustedOriginCalls(calls),
    ...createLogCalls(calls),
    ...createOrgCalls(calls),
  };
}
