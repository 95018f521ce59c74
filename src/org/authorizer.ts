import { assertApiToken } from "./api-token.ts";
import type { Credential } from "./credential.ts";
import type { OrgContext } from "./exchange.ts";

/** Puts the credential into requests. */
export interface Authorizer {
  /** The headers for one request, made anew each time: a DPoP proof is good once. `url` is absolute. */
  headersFor(request: {
    readonly method: string;
    readonly url: string;
  }): Promise<Readonly<Record<string, string>>>;
  /** After a 401: forgets the access token. True when a new one can be got, so that the request may be sent once more. */
  renew(): boolean;
}

/** The authorizer of a credential. Nothing is sent before the first request. Throws `invalid-value` for a token that can't be one. */
export function createAuthorizer(
  context: OrgContext,
  _org: { readonly orgUrl: string; readonly trust?: string },
  credential: Credential,
): Authorizer {
  if (credential.kind !== "api-token") throw new TypeError(`${credential.kind} comes next`);
  const { token } = credential;
  context.secrets.add(token);
  assertApiToken("The answer", token);
  return { headersFor: async () => ({ authorization: `SSWS ${token}` }), renew: () => false };
}
