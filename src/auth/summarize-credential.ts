import type { CredentialSummary } from "../okta/credential-summary.ts";
import { looksLikeApiToken } from "./api-token.ts";
import type { Credential } from "./credential.ts";

/** @param flagValue the name of the profile that keeps the credential, if one does */
export function summarizeCredential(
  credential: Credential,
  flagValue: string | undefined,
): CredentialSummary {
  return {
    kind: credential.kind,
    ...(flagValue !== undefined && { profile: flagValue }),
    ...(credential.kind === "api-token" && !looksLikeApiToken(credential.token) && { isOdd: true }),
  };
}
