import { accessPolicyCalls } from "./access-policy-calls.ts";
import { appCalls } from "./app-calls.ts";
import { createAuthorizer } from "./authorizer.ts";
import { createCalls } from "./calls.ts";
import type { Credential } from "./credential.ts";
import { createExchange, type OrgContext } from "./exchange.ts";
import { groupCalls } from "./group-calls.ts";
import { orgCalls } from "./org-calls.ts";
import { createOrgTime, type OrgTime } from "./org-time.ts";
import type { OktaOrg } from "./port.ts";
import { sentCredential } from "./sent-credential.ts";
import { signOnPolicyCalls } from "./sign-on-policy-calls.ts";

export interface OrgConnection {
  /** An origin: `https://host`. */
  readonly orgUrl: string;
  readonly credential: Credential;
  /** The certificate authority (PEM) of the local org. */
  readonly trust?: string;
  /** The profile that keeps the credential: what `--org` takes to mean this org. Else that is the URL, or `local` with `trust`. */
  readonly flagValue?: string;
  /** Milliseconds that one request may take; what OKTA_UNLOCK_TIMEOUT says unless given. */
  readonly timeout?: number;
}

/**
 * The org behind a URL and a credential. Nothing is loaded or sent before its first method is called.
 * Throws `invalid-value` for a token that can't be one.
 */
export function connectOrg(context: OrgContext, connection: OrgConnection): OktaOrg {
  return connect(context, connection, createOrgTime(context.clock));
}

function connect(context: OrgContext, connection: OrgConnection, time: OrgTime): OktaOrg {
  const { credential, trust, timeout } = connection;
  const orgUrl = new URL(connection.orgUrl).origin;
  const where = { orgUrl, ...(trust && { trust }) };
  const authorizer = createAuthorizer(context, where, credential);
  const exchange = createExchange(context, { ...where, authorizer, time, timeout });
  const calls = createCalls(
    { orgUrl, credential: sentCredential(credential, connection.flagValue) },
    exchange,
  );
  return {
    orgUrl,
    flagValue: connection.flagValue ?? (trust === undefined ? orgUrl : "local"),
    now: () => time.now(),
    withSignal: (signal) => connect({ ...context, signal }, connection, time),
    ...appCalls(calls),
    ...groupCalls(calls),
    ...accessPolicyCalls(calls),
    ...signOnPolicyCalls(calls),
    ...orgCalls(calls),
  };
}
