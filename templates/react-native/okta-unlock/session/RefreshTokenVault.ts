import { UnlockFailure } from "./UnlockFailure";

/** What the vault is made of: two places for a key that only a face or a finger gives back, and one file. */
export interface VaultItems {
  /** Whether this device could guard a key right now. */
  canProtect(): Promise<boolean>;

  /**
   * Makes a key, in place of any that is there. Android asks for a face or a finger, iOS does not; throws an
   * `UnlockFailure` when that is not given.
   */
  createKey(place: KeyPlace): Promise<VaultKey>;
  /**
   * Asks for a face or a finger, once. Null when the key is gone. Throws an `UnlockFailure`; when nothing is enrolled
   * that is `notEnrolled`, for whether the key is gone as well shows only when something is.
   */
  readKey(place: KeyPlace): Promise<VaultKey | null>;
  /** No key to delete is no error. */
  deleteKey(place: KeyPlace): Promise<void>;

  /** Null when there is no file. */
  readFile(): Promise<string | null>;
  /** One step: should it fail, or the app be ended, the old file is still there. */
  replaceFile(text: string): Promise<void>;
  /** No file to delete is no error. */
  deleteFile(): Promise<void>;

  /** Lets the passcode end a lockout of biometrics, if there is one. Throws an `UnlockFailure`. */
  endLockout(): Promise<void>;
}

export type KeyPlace = "a" | "b";

/** A key in memory, in which it stays for as long as the session is open. */
export interface VaultKey {
  encrypt(text: string): Promise<string>;
  /** Throws when the key does not fit. */
  decrypt(text: string): Promise<string>;
}

/**
 * Keeps one secret, the refresh token, in a file whose key is behind a face or a finger. Reading the key prompts;
 * replacing the token does not, as the key is in memory then. Text in the file: the place of the key, a colon, the
 * encrypted token.
 */
export class RefreshTokenVault {
  private readonly items: VaultItems;
  private open: { readonly place: KeyPlace; readonly key: VaultKey } | null = null;

  constructor(items: VaultItems) {
    this.items = items;
  }

  /** Whether this device could guard a token right now. */
  canProtect(): Promise<boolean> {
    return this.items.canProtect();
  }

  /**
   * Stores the token of a new session under a new key, in place of whatever is stored: an older key may belong to faces
   * or fingers that have changed. It goes only once the new token is there, for the app may be ended at any moment.
   */
  async begin(refreshToken: string): Promise<void> {
    // #region seal-refresh-token
    const old = (await this.sealed())?.place ?? "b";
    const place = old === "a" ? "b" : "a";
    const key = await this.items.createKey(place);
    await this.items.replaceFile(`${place}:${await key.encrypt(refreshToken)}`);
    this.open = { place, key };
    await this.items.deleteKey(old).catch(() => undefined);
    // #endregion seal-refresh-token
  }

  /** Replaces the token of the session that is open. */
  async store(refreshToken: string): Promise<void> {
    if (this.open === null) throw new Error("The vault is closed.");
    const { place, key } = this.open;
    await this.items.replaceFile(`${place}:${await key.encrypt(refreshToken)}`);
  }

  // #region unseal-refresh-token
  /** Asks for a face or a finger, once, and returns the token. Throws an `UnlockFailure`. */
  async read(): Promise<string> {
    const sealed = await this.sealed();
    if (sealed === null) throw new UnlockFailure("biometricsChanged");
    const key = await this.items.readKey(sealed.place);
    if (key === null) throw new UnlockFailure("biometricsChanged");
    const refreshToken = await key.decrypt(sealed.text).catch(() => {
      throw new UnlockFailure("corrupt");
    });
    this.open = { place: sealed.place, key };
    return refreshToken;
  }
  // #endregion unseal-refresh-token

  /** Lets the passcode end a lockout of biometrics, if there is one. Throws an `UnlockFailure`. */
  endLockout(): Promise<void> {
    return this.items.endLockout();
  }

  /** Drops the key from memory. */
  close(): void {
    this.open = null;
  }

  /** Removes the token and its key; nothing to remove is no error. */
  async erase(): Promise<void> {
    this.close();
    await this.items.deleteFile();
    for (const place of ["a", "b"] as const) await this.items.deleteKey(place);
  }

  private async sealed(): Promise<{ readonly place: KeyPlace; readonly text: string } | null> {
    const file = await this.items.readFile();
    if (file === null) return null;
    const [place, text = ""] = file.split(":", 2);
    return { place: place === "b" ? "b" : "a", text };
  }
}
