import type { Authorizer } from "../okta/authorizer.ts";
import { createOrgClient, type OrgAddress } from "../okta/client.ts";
import type { OrgContext } from "../okta/exchange.ts";
import type { OktaOrg } from "../okta/port.ts";
import {
  type ApiTokenCredential,
  type Credential,
  assertApiToken,
  summarizeCredential,
} from "./credential.ts";
import { createDeviceAuthorizer } from "./sign-in/device-authorizer.ts";
import { createServiceAppAuthorizer } from "./sign-in/service-app.ts";

/** An org, and the credential that requests to it use. */
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

/**
 * The authorizer of a credential. Nothing is sent before the first request. Throws `invalid-value` for a token or a
 * private key that can't be one.
 */
export function createAuthorizer(
  context: OrgContext,
  org: { readonly orgUrl: string; readonly trust?: string },
  credential: Credential,
): Authorizer {
  if (credential.kind === "api-token") return createApiTokenAuthorizer(context, credential);
  if (credential.kind === "device") return createDeviceAuthorizer(context, org, credential);
  return createServiceAppAuthorizer(context, org, credential);
}

function createApiTokenAuthorizer(context: OrgContext, { token }: ApiTokenCredential): Authorizer {
  context.secrets.add(token);
  assertApiToken("The answer", token);
  return { headersFor: async () => ({ authorization: `SSWS ${token}` }), renew: () => false };
}
