import { authorize, fetchAlone, type Transport } from "./ApiClient";
import type { Grant, SignInBrowser } from "./AuthorizationServer";
import type { OktaSession } from "./OktaSession";
import { isSessionError, SessionError } from "./SessionError";
import { succeeds } from "./TimeLimit";

/**
 * Deletes the account of whoever is signed in, after they have signed in once more.
 *
 * An unlocked phone in somebody else's hand must not be enough. The API gets the access token of the second sign-in,
 * whose `auth_time` shows that it is fresh; the tokens of it are used for nothing else, and revoked.
 */
export class AccountDeletion {
  private readonly account: AccountServer;
  private readonly browser: SignInBrowser;
  private readonly revocationLimit: number;

  constructor(account: AccountServer, browser: SignInBrowser, revocationLimit: number) {
    this.account = account;
    this.browser = browser;
    this.revocationLimit = revocationLimit;
  }

  /** Throws a `SessionError` when nothing was deleted. */
  async run(session: OktaSession): Promise<void> {
    const person = (await session.currentGrant()).subject;
    if (person === null) throw new SessionError("unavailable");
    const proof = await this.confirm();
    try {
      if (person !== proof.subject) throw new SessionError("otherPerson");
      await this.account.deleteAccount(proof.accessToken);
    } finally {
      await succeeds(this.revocationLimit, () => proof.revoke());
    }
  }

  private async confirm(): Promise<Grant> {
    try {
      return await this.browser.confirm();
    } catch (error) {
      // What Okta refused is the code of this sign-in: the session here is as good as before.
      throw isSessionError(error, "signInRequired") ? new SessionError("unavailable") : error;
    }
  }
}

/** What the app asks of your own API. */
export interface AccountServer {
  /** Deletes the account that the access token stands for, with everything your API keeps of it. */
  deleteAccount(accessToken: string): Promise<void>;
}

/** An API that has the account of its caller at one URL. */
export class AccountApi implements AccountServer {
  private readonly url: string;
  private readonly transport: Transport;

  constructor(url: string, transport: Transport = fetchAlone) {
    this.url = url;
    this.transport = transport;
  }

  async deleteAccount(accessToken: string): Promise<void> {
    const answer = await this.transport(this.url, authorize({ method: "DELETE" }, accessToken)).catch(() => null);
    if (answer?.ok !== true) throw new SessionError("notDeleted");
  }
}
