import { accessPolicyCalls } from "./access-policy-calls.ts";
import { assertApiToken } from "./api-token.ts";
import { appCalls } from "./app-calls.ts";
import { createCalls } from "./calls.ts";
import { createExchange, type OrgContext } from "./exchange.ts";
import { groupCalls } from "./group-calls.ts";
import { orgCalls } from "./org-calls.ts";
import type { OktaOrg } from "./port.ts";

/** How the org knows us. */
export interface ApiTokenCredential {
  readonly kind: "api-token";
  readonly token: string;
}

export interface OrgConnection {
  /** An origin: `https://host`. */
  readonly orgUrl: string;
  readonly credential: ApiTokenCredential;
  /** The certificate authority (PEM) of the local org. */
  readonly trust?: string;
  /** What `--org` takes to mean this org; the URL unless given, `local` when `trust` is. */
  readonly flagValue?: string;
  /** Milliseconds that one request may take; 30 seconds unless given. */
  readonly timeout?: number;
}

const defaultTimeout = 30_000;

/**
 * The org behind a URL and a credential. Nothing is loaded or sent before its first method is called.
 * Throws `invalid-value` for a token that can't be one.
 */
export function connectOrg(context: OrgContext, connection: OrgConnection): OktaOrg {
  const { credential, trust, timeout = defaultTimeout } = connection;
  const orgUrl = new URL(connection.orgUrl).origin;
  context.secrets.add(credential.token);
  assertApiToken("The answer", credential.token);
  const authorization = `SSWS ${credential.token}`;
  const exchange = createExchange(context, { orgUrl, authorization, timeout, ...(trust && { trust }) });
  const calls = createCalls(orgUrl, exchange);
  return {
    orgUrl,
    flagValue: connection.flagValue ?? (trust === undefined ? orgUrl : "local"),
    withSignal: (signal) => connectOrg({ ...context, signal }, connection),
    ...appCalls(calls),
    ...groupCalls(calls),
    ...accessPolicyCalls(calls),
    ...orgCalls(calls),
  };
}
