import type { ResponseHeaders } from "../context.ts";
/** Headers that went out with a request. */
type SentHeaders = Readonly<Record<string, string>>;

/** Puts the credential into requests. */
export interface Authorizer {
  /** The headers for one request, made anew each time: a DPoP proof is good once. `url` is absolute. */
  headersFor(request: { readonly method: string; readonly url: string }): Promise<SentHeaders>;
  /** After each answer: its headers may hold the nonce for the next DPoP proof. */
  observe?(answer: ResponseHeaders): void;
  /**
   * After a 401: forgets the access token, if it is still the one that was sent. True when a new one can be got, so that
   * the request may be sent once more.
   */
  renew(sent?: SentHeaders): boolean;
  /** The `okta.*` scopes of the access token. An API token has none: its owner's rights count. */
  grantedScopes?(): Promise<readonly string[]>;
}

/** For the open endpoints, which see no credential. */
export const noCredential: Authorizer = { headersFor: async () => ({}), renew: () => false };
