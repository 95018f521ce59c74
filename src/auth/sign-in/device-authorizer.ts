import type { Authorizer } from "../../okta/authorizer.ts";
import type { OrgContext } from "../../okta/exchange.ts";
import type { DeviceCredential } from "../credential.ts";
import { createDeviceError } from "./device-errors.ts";
import { createProver, createTokenAuthorizer } from "./token-authorizer.ts";
import { createPostForm, type OrgAddress, buildTokenUrl, type Tokens, readTokens } from "./token-endpoint.ts";

/**
 * The authorizer of a user who signed in on another device: access tokens by the refresh token (RFC 6749, section 6),
 * which may be replaced each time.
 */
export function createDeviceAuthorizer(
  context: OrgContext,
  org: OrgAddress,
  credential: DeviceCredential,
): Authorizer {
  const { clientId, scopes } = credential;
  context.secrets.add(credential.refreshToken);
  const post = createPostForm(context, org);
  const refresh = async (kept: string) => {
    context.secrets.add(kept);
    const form = { grant_type: "refresh_token", client_id: clientId, refresh_token: kept };
    const url = buildTokenUrl(org.orgUrl);
    const { refusal, json } = await post({ purpose: "renew the sign-in", url, form });
    if (refusal !== undefined) throw createDeviceError({ orgUrl: org.orgUrl, clientId, scopes, refusal });
    const tokens = readTokens(context, org.orgUrl, json);
    // Without rotation there is no new one, and the old one goes on.
    return { ...tokens, refreshToken: tokens.refreshToken ?? kept };
  };
  const request = (): Promise<Tokens> => credential.exchangeRefreshToken(refresh);
  return createTokenAuthorizer(context.clock, createProver(context.clock), request);
}

/** Ends a sign-in on another device at the org (RFC 7009). One that has ended already counts as done. */
export async function revokeDeviceSignIn(
  context: OrgContext,
  org: OrgAddress,
  credential: DeviceCredential,
): Promise<void> {
  const { clientId, scopes } = credential;
  const { refusal } = await createPostForm(
    context,
    org,
  )({
    purpose: "end the sign-in",
    url: `${org.orgUrl}/oauth2/v1/revoke`,
    form: { client_id: clientId, token: credential.refreshToken, token_type_hint: "refresh_token" },
  });
  if (refusal !== undefined) throw createDeviceError({ orgUrl: org.orgUrl, clientId, scopes, refusal });
}
