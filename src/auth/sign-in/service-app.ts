import type { Authorizer } from "../../okta/authorizer.ts";
import type { ServiceAppCredential } from "../credential.ts";
import type { OrgContext } from "../../okta/exchange.ts";
import { clientAssertion } from "./client-assertion.ts";
import { createProver, wantsProof } from "./dpop.ts";
import { readPrivateKey } from "./private-key.ts";
import { serviceAppRefused } from "./service-app-refusals.ts";
import { tokenAuthorizer } from "./token-authorizer.ts";
import { createPostForm, type OrgAddress, tokenEndpointOf, type Tokens, tokensOf } from "./token-endpoint.ts";

/** A proof may be asked for, then its nonce, and the nonce may just have ended. */
const mostAttempts = 4;

/**
 * The authorizer of a service app (Okta: Implement OAuth for Okta with a service app; RFC 7523, RFC 9449). A DPoP proof
 * is sent when the org asks for one. Throws `invalid-value` for a private key that can't be used.
 */
export function serviceAppAuthorizer(
  context: OrgContext,
  org: OrgAddress,
  credential: ServiceAppCredential,
): Authorizer {
  const { clientId, privateKey, scopes } = credential;
  context.secrets.add(privateKey);
  const signingKey = readPrivateKey("The private key of the service app", privateKey);
  const keyId = credential.keyId ?? signingKey.keyId;
  const url = tokenEndpointOf(org.orgUrl);
  const post = createPostForm(context, org);
  const prove = createProver(context.clock);
  let isProofWanted = false;
  let nonce: string | undefined;
  const ask = async () => {
    const assertion = await clientAssertion(context.clock, { clientId, signingKey, keyId, audience: url });
    const form = { grant_type: "client_credentials", scope: scopes.join(" "), ...assertion };
    const headers = isProofWanted ? { dpop: await prove({ method: "POST", url, nonce }) } : {};
    const answer = await post({ purpose: "give the service app an access token", url, form, headers });
    nonce = answer.headers.get("dpop-nonce") ?? nonce;
    return answer;
  };
  const request = async (): Promise<Tokens> => {
    for (let attempt = 1; ; attempt += 1) {
      const { refusal, headers, json } = await ask();
      if (refusal === undefined) return tokensOf(context, org.orgUrl, json);
      if (attempt === mostAttempts || !wantsProof(refusal)) {
        throw serviceAppRefused({ ...org, credential, refusal, headers, now: context.clock.now() });
      }
      isProofWanted = true;
    }
  };
  return tokenAuthorizer(context.clock, prove, request);
}
