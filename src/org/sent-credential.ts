import { looksLikeApiToken } from "./api-token.ts";
import type { Credential } from "./credential.ts";

/** What messages may tell of the credential that was sent: nothing secret. */
export interface SentCredential {
  readonly kind: Credential["kind"];
  /** The profile that keeps it: it was good once. */
  readonly profile?: string;
  /** An API token that does not look like one. */
  readonly isOdd?: true;
}

/** @param flagValue the name of the profile that keeps the credential, if one does */
export function sentCredential(credential: Credential, flagValue: string | undefined): SentCredential {
  return {
    kind: credential.kind,
    ...(flagValue !== undefined && { profile: flagValue }),
    ...(credential.kind === "api-token" && !looksLikeApiToken(credential.token) && { isOdd: true }),
  };
}
