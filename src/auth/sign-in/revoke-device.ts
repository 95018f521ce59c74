import type { DeviceCredential } from "../credential.ts";
import type { OrgContext } from "../../okta/exchange.ts";
import { deviceRefused } from "./device-refusals.ts";
import { createPostForm, type OrgAddress } from "./token-endpoint.ts";

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
  if (refusal !== undefined) throw deviceRefused({ orgUrl: org.orgUrl, clientId, scopes, refusal });
}
