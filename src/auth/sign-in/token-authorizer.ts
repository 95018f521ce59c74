import type { Clock } from "../../context.ts";
import type { Authorizer } from "../../okta/authorizer.ts";
import { type AccessToken, authorizationOf, createTokenKeeper } from "./access-token.ts";
import type { Prove } from "./dpop.ts";

/** The authorizer that sends access tokens; `request` gets a new one, `prove` goes with DPoP tokens. */
export function tokenAuthorizer(
  clock: Pick<Clock, "now">,
  prove: Prove,
  request: () => Promise<AccessToken>,
): Authorizer {
  const tokens = createTokenKeeper(clock, request);
  // The API hands out nonces of its own, besides those of the token endpoint (RFC 9449, section 9).
  let nonce: string | undefined;
  return {
    async headersFor({ method, url }) {
      const token = await tokens.current();
      const authorization = authorizationOf(token);
      if (token.scheme === "Bearer") return { authorization };
      return { authorization, dpop: await prove({ method, url, nonce, accessToken: token.value }) };
    },
    heed(answer) {
      nonce = answer.get("dpop-nonce") ?? nonce;
    },
    renew(sent) {
      tokens.forget(sent?.["authorization"]);
      return true;
    },
    grantedScopes: async () => (await tokens.current()).scopes,
  };
}
