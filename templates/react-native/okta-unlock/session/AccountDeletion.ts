import { authorize, fetchAlone, type Transport } from "./ApiClient";
import type { Grant, SignInBrowser } from "./AuthorizationServer";
import type { OktaSession } from "./OktaSession";
import { isSessionError, SessionError } from "./SessionError";
import { outcome, succeeds } from "./TimeLimit";
import type { UnlockPolicy } from "./UnlockPolicy";

/**
 * Deletes the account of whoever is signed in, after they have signed in once more.
 *
 * An unlocked phone in somebody else's hand must not be enough. The API gets the access token of the second sign-in,
 * whose `auth_time` shows that it is fresh; the tokens of it are used for nothing else, and revoked.
 */
export class AccountDeletion {
  private readonly account: AccountServer;
  private readonly browser: SignInBrowser;
  private readonly policy: UnlockPolicy;

  constructor(account: AccountServer, browser: SignInBrowser, policy: UnlockPolicy) {
    this.account = account;
    this.browser = browser;
    this.policy = policy;
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
      await this.end(proof);
    }
  }

  /** The browser may never answer. A sign-in that ends too late confirms nothing. */
  private async confirm(): Promise<Grant> {
    const confirmation = this.browser.confirm();
    const answer = await outcome(this.policy.confirmationLimit, () => confirmation);
    if (answer === null) {
      void confirmation.then((proof) => this.end(proof)).catch(() => undefined);
      await this.browser.cancel();
      throw new SessionError("unavailable");
    }
    // What Okta refused is the code of this sign-in: the session here is as good as before.
    if (isSessionError(answer.error, "signInRequired")) throw new SessionError("unavailable");
    return confirmation;
  }

  private async end(proof: Grant): Promise<void> {
    await succeeds(this.policy.revocationLimit, () => proof.revoke());
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
