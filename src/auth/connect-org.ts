import { createOrgClient, type OrgAddress } from "../okta/client.ts";
import type { OrgContext } from "../okta/exchange.ts";
import type { OktaOrg } from "../okta/port.ts";
import { createAuthorizer } from "./create-authorizer.ts";
import type { Credential } from "./credential.ts";
import { summarizeCredential } from "./summarize-credential.ts";

/** An org, and as whom we meet it. */
export interface OrgConnection extends OrgAddress {
  readonly credential: Credential;
}

/**
 * The org behind a URL and a credential. Nothing is loaded or sent before its first method is called.
 * Throws `invalid-value` for a token that can't be one.
 */
export function connectOrg(context: OrgContext, connection: OrgConnection): OktaOrg {
  const { credential, trust, flagValue } = connection;
  const org = { orgUrl: new URL(connection.orgUrl).origin, ...(trust && { trust }) };
  return createOrgClient(context, {
    ...connection,
    authorize: (slice) => createAuthorizer(slice, org, credential),
    credential: summarizeCredential(credential, flagValue),
  });
}
