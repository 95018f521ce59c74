import type { AuthorizationServer, Grant } from "../session/AuthorizationServer";
import type { OktaClient } from "./OktaClient";
import { OktaGrant } from "./OktaGrant";

/** Asks Okta. */
export class OktaAuthorizationServer implements AuthorizationServer {
  private readonly client: OktaClient;

  constructor(client: OktaClient) {
    this.client = client;
  }

  now(): Date {
    return this.client.clock.now();
  }

  /** Nothing to do: the client fetches the keys for each answer, and keeps none. */
  withoutKeys(): AuthorizationServer {
    return this;
  }

  async renew(refreshToken: string): Promise<Grant> {
    // #region get-new-access-token
    const grant = { grant_type: "refresh_token", refresh_token: refreshToken };
    const tokens = await this.client.requestTokens(grant);
    return new OktaGrant(tokens, this.client);
    // #endregion get-new-access-token
  }

  async revoke(refreshToken: string): Promise<void> {
    await this.client.revoke(refreshToken, "refresh_token");
  }
}
