import type { AuthorizationServer, Grant, UserProfile } from "./AuthorizationServer";
import type { RefreshTokenVault } from "./RefreshTokenVault";
import { isSessionError, SessionError } from "./SessionError";
import { succeeds } from "./TimeLimit";

/** Where the refresh token of a new session goes. */
export type Storage = "vault" | "memory";

/** Which session, and which opening of it, a refresh began in. Each has an object of its own. */
interface Era {
  readonly session: number;
}

/**
 * Owns the secrets while the app is unlocked: the refresh token of the vault, and an access token in memory only.
 *
 * - One refresh at a time: whoever asks meanwhile gets the same answer.
 * - A rotated refresh token is in the vault before its access token is used.
 * - A refresh is never cancelled, and its answer is stored even after a lock. When the app is left meanwhile, iOS
 *   lets JavaScript go on for some seconds and then suspends it; Android is in less of a hurry. Nothing in Expo asks
 *   them for more. A refresh that is cut off is begun again with the old token, which Okta accepts for 30 seconds
 *   after it has rotated; after that, the session is over. An app that is often left in the middle of a request needs
 *   a native module around `beginBackgroundTask` of iOS.
 * - A token that the vault refused is kept until the vault takes it.
 */
export class OktaSession {
  private readonly server: AuthorizationServer;
  private readonly vault: RefreshTokenVault;
  private readonly renewalLimit: number;

  private era: Era = { session: 0 };
  private storage: Storage = "vault";
  private refreshToken: string | null = null;
  private grant: Grant | null = null;
  private knownIdToken: string | null = null;
  /** The one refresh of this session that is under way. */
  private renewal: Promise<Grant> | null = null;
  /** The newest refresh token, while the vault refuses to take it. */
  private unsaved: string | null = null;
  private isUnsealing = false;
  /** The refresh token that came while the vault was being read, which may have given an older one. */
  private cameMeanwhile: string | null = null;
  /** The last of those that wait for their turn. */
  private lastInTurn: Promise<unknown> = Promise.resolve();

  constructor(server: AuthorizationServer, vault: RefreshTokenVault, renewalLimit = 3_000) {
    this.server = server;
    this.vault = vault;
    this.renewalLimit = renewalLimit;
  }

  /** False while the vault holds an older refresh token than the newest. */
  get isSaved(): boolean {
    return this.unsaved === null;
  }

  /** Null when no access token is in memory; the next use fetches one. */
  get accessTokenExpiry(): Date | null {
    return this.grant?.expiresAt ?? null;
  }

  /** Outlives a discarded access token: it names the browser session to end at sign-out. */
  get idToken(): string | null {
    return this.knownIdToken;
  }

  /** Starts the session that a sign-in gave, in place of any other. */
  begin(grant: Grant, storage: Storage): Promise<void> {
    return this.inTurn(async () => {
      if (grant.refreshToken === null) throw new SessionError("noRefreshToken");
      if (storage === "vault") await this.vault.begin(grant.refreshToken);
      else await this.vault.erase().catch(() => undefined);
      this.closeSession();
      this.storage = storage;
      this.refreshToken = grant.refreshToken;
      this.keep(grant);
    });
  }

  /** Moves a session that lived in memory into the vault, once the device can guard it. */
  protect(): Promise<void> {
    return this.inTurn(async () => {
      if (this.storage === "vault" || this.refreshToken === null) return;
      await this.vault.begin(this.refreshToken);
      this.storage = "vault";
    });
  }

  /** Reads the refresh token from the vault, after a biometric check. Throws an `UnlockFailure`. */
  async unseal(): Promise<void> {
    // A refresh that began before the app was locked may be about to replace what the vault holds.
    const { renewal } = this;
    if (renewal !== null) await succeeds(this.renewalLimit, () => renewal);
    await this.saveAgain();
    const { era } = this;
    this.isUnsealing = true;
    try {
      const secret = await this.vault.read();
      if (era !== this.era) throw new SessionError("locked");
      this.refreshToken = this.unsaved ?? this.cameMeanwhile ?? secret;
      this.storage = "vault";
    } finally {
      this.isUnsealing = false;
      this.cameMeanwhile = null;
      this.closeVault();
    }
  }

  /**
   * Drops the secrets from memory; the vault keeps the session. A refresh in flight goes on, so that a rotated token is
   * still stored. Throws `notSaved`, and stays open, when the vault refuses the newest token: the session could not be
   * opened again.
   */
  lock(): Promise<void> {
    return this.inTurn(async () => {
      await this.saveUnsaved();
      if (!this.isSaved) throw new SessionError("notSaved");
      this.closeOpening();
      this.closeVault();
    });
  }

  /** Offers the vault once more what it refused. */
  saveAgain(): Promise<void> {
    return this.inTurn(() => this.saveUnsaved());
  }

  /** Forgets the session, in memory and in the vault. A refresh in flight cannot bring it back. */
  erase(): Promise<void> {
    return this.inTurn(async () => {
      this.closeSession();
      await this.vault.erase();
    });
  }

  /** Ends the session at Okta. The refresh in flight is waited for, so that the newest token is the one revoked. */
  async revoke(): Promise<void> {
    const { era, renewal } = this;
    await renewal?.catch(() => undefined);
    if (era !== this.era || this.refreshToken === null) throw new SessionError("locked");
    await this.server.revoke(this.refreshToken);
  }

  // #region current-grant
  /** The tokens in memory, or fresh ones when the access token is missing or expires within `leeway` milliseconds. */
  async currentGrant(leeway = 60_000): Promise<Grant> {
    const { grant, server } = this;
    if (grant !== null && grant.expiresAt.getTime() - server.now().getTime() > leeway) return grant;
    return this.renew();
  }
  // #endregion current-grant

  /** Fresh tokens in place of those an API refused, unless somebody else has already fetched them. */
  async renewInsteadOf(refused: Grant): Promise<Grant> {
    if (this.grant !== null && this.grant.accessToken !== refused.accessToken) return this.grant;
    return this.renew();
  }

  // #region refresh
  /** Exchanges the refresh token for a new access token. */
  async renew(): Promise<Grant> {
    if (this.refreshToken === null) throw new SessionError("locked");
    const { era } = this;
    const renewal = this.renewal ?? this.beginRenewal(this.refreshToken);
    const [answer] = await Promise.allSettled([renewal]);
    // The session was locked or has ended meanwhile: neither tokens nor a refusal count any more.
    if (era !== this.era) throw new SessionError("locked");
    if (answer.status === "rejected") throw answer.reason;
    return answer.value;
  }
  // #endregion refresh

  private beginRenewal(current: string): Promise<Grant> {
    const renewal = this.exchange(current, this.era).finally(() => {
      if (this.renewal === renewal) this.renewal = null;
      this.closeVault();
    });
    this.renewal = renewal;
    return renewal;
  }

  private async exchange(current: string, era: Era): Promise<Grant> {
    // Okta changes its keys now and then. An answer that no known key fits would cost the rotated refresh token.
    const fresh = await this.server.withoutKeys().renew(current);
    const isKept = await this.inTurn(async () => {
      if (era.session !== this.era.session) return false;
      // #region keep-rotated-token
      const newest = fresh.refreshToken ?? current;
      if (newest !== current || !this.isSaved) await this.save(newest);
      // #endregion keep-rotated-token
      if (this.isUnsealing) this.cameMeanwhile = newest;
      if (this.refreshToken !== null) {
        this.refreshToken = newest;
        this.keep(fresh);
      }
      return true;
    });
    if (isKept) return fresh;
    // The session is over, and nobody else knows this token.
    await this.server.revoke(fresh.refreshToken ?? current).catch(() => undefined);
    throw new SessionError("locked");
  }

  private keep(grant: Grant): void {
    this.grant = grant;
    this.knownIdToken = grant.idToken ?? this.knownIdToken;
  }

  private async saveUnsaved(): Promise<void> {
    if (this.unsaved !== null) await this.save(this.unsaved);
  }

  private async save(refreshToken: string): Promise<void> {
    if (this.storage === "memory") return;
    try {
      await this.vault.store(refreshToken);
      this.unsaved = null;
    } catch {
      this.unsaved = refreshToken;
    }
    this.closeVault();
  }

  /** Revokes the access token and drops it. The refresh token stays: the next use fetches a new access token. */
  async discardAccessToken(): Promise<void> {
    // #region discard-access-token
    const discarded = this.grant;
    this.grant = null;
    await discarded?.revokeAccessToken();
    // #endregion discard-access-token
  }

  async userProfile(): Promise<UserProfile> {
    const { era } = this;
    const [answer] = await Promise.allSettled([this.currentGrant().then((grant) => this.profile(grant))]);
    if (era !== this.era) throw new SessionError("locked");
    if (answer.status === "rejected") throw answer.reason;
    return answer.value;
  }

  /** Okta, too, may refuse an access token before its time: one fresh token, one more try. */
  private async profile(grant: Grant): Promise<UserProfile> {
    try {
      return await grant.userProfile();
    } catch (error) {
      if (!isSessionError(error, "accessTokenRefused")) throw error;
      const fresh = await this.renewInsteadOf(grant);
      return fresh.userProfile();
    }
  }

  private closeOpening(): void {
    this.era = { ...this.era };
    this.refreshToken = null;
    this.grant = null;
    this.knownIdToken = null;
  }

  private closeSession(): void {
    this.closeOpening();
    this.era = { session: this.era.session + 1 };
    this.renewal = null;
    this.unsaved = null;
  }

  /** Drops the key of the vault once the session is locked, and nothing is left to store. */
  private closeVault(): void {
    const mayStore = this.renewal !== null || this.unsaved !== null;
    if (this.refreshToken === null && !this.isUnsealing && !mayStore) this.vault.close();
  }

  /**
   * One after the other: what replaces or erases the token, in memory and in the vault. JavaScript has one thread, but
   * at each `await` somebody else goes on. Nothing in here waits for Okta, nor for a person, unless Android asks for a
   * finger to make a key.
   */
  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.lastInTurn.then(work);
    this.lastInTurn = turn.catch(() => undefined);
    return turn;
  }
}
