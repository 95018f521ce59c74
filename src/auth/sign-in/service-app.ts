import { randomUUID } from "node:crypto";
import type { Clock } from "../../context.ts";
import type { Authorizer } from "../../okta/authorizer.ts";
import type { OrgContext } from "../../okta/exchange.ts";
import type { ServiceAppCredential } from "../credential.ts";
import { type SigningKey, readPrivateKey } from "./private-key.ts";
import { createServiceAppError } from "./service-app-errors.ts";
import { createProver, createTokenAuthorizer, wantsProof } from "./token-authorizer.ts";
import { createPostForm, type OrgAddress, buildTokenUrl, type Tokens, readTokens } from "./token-endpoint.ts";

/** A proof may be asked for, then its nonce, and the nonce may just have ended. */
const mostAttempts = 4;

/**
 * The authorizer of a service app (Okta: Implement OAuth for Okta with a service app; RFC 7523, RFC 9449). A DPoP proof
 * is sent when the org asks for one. Throws `invalid-value` for a private key that can't be used.
 */
export function createServiceAppAuthorizer(
  context: OrgContext,
  org: OrgAddress,
  credential: ServiceAppCredential,
): Authorizer {
  const { clientId, privateKey, scopes } = credential;
  context.secrets.add(privateKey);
  const signingKey = readPrivateKey("The private key of the service app", privateKey);
  const keyId = credential.keyId ?? signingKey.keyId;
  const url = buildTokenUrl(org.orgUrl);
  const post = createPostForm(context, org);
  const prove = createProver(context.clock);
  let isProofWanted = false;
  let nonce: string | undefined;
  const ask = async () => {
    const assertion = await signClientAssertion(context.clock, {
      clientId,
      signingKey,
      keyId,
      audience: url,
    });
    const form = { grant_type: "client_credentials", scope: scopes.join(" "), ...assertion };
    const headers = isProofWanted ? { dpop: await prove({ method: "POST", url, nonce }) } : {};
    const answer = await post({ purpose: "give the service app an access token", url, form, headers });
    nonce = answer.headers.get("dpop-nonce") ?? nonce;
    return answer;
  };
  const request = async (): Promise<Tokens> => {
    for (let attempt = 1; ; attempt += 1) {
      const { refusal, headers, json } = await ask();
      if (refusal === undefined) return readTokens(context, org.orgUrl, json);
      if (attempt === mostAttempts || !wantsProof(refusal)) {
        throw createServiceAppError({ ...org, credential, refusal, headers, now: context.clock.now() });
      }
      isProofWanted = true;
    }
  };
  return createTokenAuthorizer(context.clock, prove, request);
}

interface AssertionParts {
  readonly clientId: string;
  readonly signingKey: SigningKey;
  readonly keyId: string | undefined;
  /** The endpoint that the assertion is for. */
  readonly audience: string;
}

const lifetime = 300;

/** The form fields by which a service app proves itself, good once (RFC 7523, section 2.2). */
async function signClientAssertion(
  clock: Pick<Clock, "now">,
  { clientId, signingKey: { key, algorithm }, keyId, audience }: AssertionParts,
): Promise<{ client_assertion_type: string; client_assertion: string }> {
  const { SignJWT } = await import("jose");
  const issuedAt = Math.floor(clock.now().getTime() / 1000);
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: algorithm, ...(keyId !== undefined && { kid: keyId }) })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetime)
    .setJti(randomUUID())
    .sign(key);
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
  };
}
