import type { Credential } from "../auth/credential.ts";
import type { Profile } from "../auth/profiles/profile.ts";
import type { OrgUrl } from "../values/org-url.ts";

/** The org that a command works on, and the credential for it. */
export type Destination = { readonly kind: "local" } | OktaDestination;

export interface OktaDestination {
  readonly kind: "okta";
  readonly orgUrl: OrgUrl;
  readonly credential: Credential;
  /** Whose sign-in it is; without one the credential came from the environment or the prompt. */
  readonly profile?: Profile;
}
