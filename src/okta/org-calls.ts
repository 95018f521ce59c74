import type { Calls } from "./calls.ts";
import { OktaUnlockError } from "../errors.ts";
import type { OrgCalls } from "./port.ts";
import { ignoreRefusals } from "./errors.ts";
import { discoveryDocument, oktaUser, orgDescription } from "./resources.ts";

/** Who we are, and what kind of org this is. */
export function createOrgCalls(calls: Calls): OrgCalls {
  return {
    async whoAmI() {
      const purpose = "tell who the API token belongs to";
      return calls.parse(purpose, oktaUser, await calls.sdk(purpose, ({ users }) => users.getUser("me")));
    },
    revokeApiToken: () =>
      // E0000011: the token is not valid, or not any more.
      ignoreRefusals(["E0000007", "E0000011"], () =>
        calls.sdk("revoke the API token", (sdk) => sdk.apiTokens.revokeCurrentApiToken()),
      ),
    async describe() {
      const purpose = "describe the org";
      return calls.parse(
        purpose,
        orgDescription,
        await calls.open(purpose, "/.well-known/okta-organization"),
      );
    },
    async discoverIssuer(authorizationServerId) {
      const purpose = "describe the authorization server";
      const issuerPath = authorizationServerId ? `/oauth2/${encodeURIComponent(authorizationServerId)}` : "";
      let json: unknown;
      try {
        json = await calls.open(purpose, `${issuerPath}/.well-known/openid-configuration`);
      } catch (error) {
        if (error instanceof OktaUnlockError && error.exitCode === 4) return undefined;
        if (error instanceof OktaUnlockError && error.code === "not-an-okta-org") return undefined;
        throw error;
      }
      return calls.parse(purpose, discoveryDocument, json).issuer;
    },
  };
}
