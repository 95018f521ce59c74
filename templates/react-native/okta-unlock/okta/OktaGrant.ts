import type { Grant, UserProfile } from "../session/AuthorizationServer";
import type { OktaClient, Tokens } from "./OktaClient";

/** The tokens of one answer, and what can be asked with them. */
export class OktaGrant implements Grant {
  readonly accessToken: string;
  /** In Okta's time, whatever the clock of the device says. */
  readonly expiresAt: Date;
  readonly refreshToken: string | null;
  readonly idToken: string | null;
  readonly subject: string | null;
  private readonly client: OktaClient;

  constructor(tokens: Tokens, client: OktaClient) {
    this.accessToken = tokens.accessToken;
    this.expiresAt = tokens.expiresAt;
    this.refreshToken = tokens.refreshToken;
    this.idToken = tokens.idToken;
    this.subject = tokens.subject;
    this.client = client;
  }

  async userProfile(): Promise<UserProfile> {
    // #region get-user-info
    const { name, email, preferred_username: username } = await this.client.userInfo(this.accessToken);
    return { name: asText(name), email: asText(email), username: asText(username) };
    // #endregion get-user-info
  }

  async revokeAccessToken(): Promise<void> {
    await this.client.revoke(this.accessToken, "access_token");
  }

  /** A refresh token takes the access tokens that it made along. */
  async revoke(): Promise<void> {
    if (this.refreshToken === null) return this.revokeAccessToken();
    await this.client.revoke(this.refreshToken, "refresh_token");
  }
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
