import type { Authorizer } from "../okta/authorizer.ts";
import { assertApiToken } from "./api-token.ts";
import type { ApiTokenCredential, Credential } from "./credential.ts";
import type { OrgContext } from "../okta/exchange.ts";
import { deviceAuthorizer } from "./sign-in/device.ts";
import { serviceAppAuthorizer } from "./sign-in/service-app.ts";

/**
 * The authorizer of a credential. Nothing is sent before the first request. Throws `invalid-value` for a token or a
 * private key that can't be one.
 */
export function createAuthorizer(
  context: OrgContext,
  org: { readonly orgUrl: string; readonly trust?: string },
  credential: Credential,
): Authorizer {
  if (credential.kind === "api-token") return apiTokenAuthorizer(context, credential);
  if (credential.kind === "device") return deviceAuthorizer(context, org, credential);
  return serviceAppAuthorizer(context, org, credential);
}

function apiTokenAuthorizer(context: OrgContext, { token }: ApiTokenCredential): Authorizer {
  context.secrets.add(token);
  assertApiToken("The answer", token);
  return { headersFor: async () => ({ authorization: `SSWS ${token}` }), renew: () => false };
}
