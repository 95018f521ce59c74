import type { KeyPlace, VaultItems, VaultKey } from "../RefreshTokenVault";
import { UnlockFailure, type UnlockFailureKind } from "../UnlockFailure";
import type { World } from "./World";

/** What a device has to tell people apart with. */
export type Device = "biometrics" | "passcode" | "nothing";

/**
 * The items of a vault as Expo treats them: a file that is replaced in one step, and keys behind a face or a finger.
 * One that was destroyed in the keychain goes on encrypting for as long as it is in memory.
 */
export class WorldVault implements VaultItems {
  device: Device = "biometrics";
  /** A disk that is full, or a file that a locked phone guards: nothing is stored for as long as it lasts. */
  isRefusing = false;
  private file: string | null = null;
  /** The names of the keys that still open something, by where they are. */
  private readonly keys = new Map<KeyPlace, string>();
  private keysMade = 0;

  constructor(private readonly world: World) {}

  /** The token, if it could be read. */
  get token(): string | null {
    const [place, name, token] = this.file?.split(/[:.]/u) ?? [];
    return name !== undefined && this.keys.get(place as KeyPlace) === name ? (token ?? null) : null;
  }

  /** Where a key is that opens something. */
  get places(): readonly KeyPlace[] {
    return [...this.keys.keys()].sort();
  }

  put(token: string | null): void {
    this.file = token === null ? null : `a:K0.${token}`;
    this.keys.clear();
    if (token !== null) this.keys.set("a", "K0");
  }

  async canProtect(): Promise<boolean> {
    return this.device === "biometrics";
  }

  async createKey(place: KeyPlace): Promise<VaultKey> {
    this.throwUnlockFailure("vault.createKey");
    if (this.device !== "biometrics") throw new Error("Nothing is enrolled, so no key can be made.");
    this.keysMade += 1;
    const name = `K${this.keysMade}`;
    this.keys.set(place, name);
    return new WorldKey(name);
  }

  async readKey(place: KeyPlace): Promise<VaultKey | null> {
    this.world.note("vault.read");
    await this.world.letGo("vault.read");
    if (this.world.answers["vault.read"] === "corrupt") return new WorldKey("another");
    this.throwUnlockFailure("vault.read");
    if (this.device !== "biometrics") throw new UnlockFailure("notEnrolled");
    const name = this.keys.get(place);
    return name === undefined ? null : new WorldKey(name);
  }

  async deleteKey(place: KeyPlace): Promise<void> {
    if (this.world.answers["vault.store"] !== "cut short") this.keys.delete(place);
  }

  async readFile(): Promise<string | null> {
    return this.file;
  }

  async replaceFile(text: string): Promise<void> {
    this.world.note(`vault.store ${text.split(".")[1]}`);
    await this.world.letGo("vault.store");
    if (this.isRefusing || this.world.answers["vault.store"] === "fails") throw new Error("The vault refuses.");
    this.file = text;
  }

  async deleteFile(): Promise<void> {
    this.world.note("vault.erase");
    this.file = null;
  }

  async endLockout(): Promise<void> {
    this.world.note("vault.endLockout");
    this.throwUnlockFailure("vault.endLockout");
  }

  private throwUnlockFailure(call: string): void {
    const answer = this.world.answers[call];
    if (answer !== undefined) throw new UnlockFailure(answer as UnlockFailureKind);
  }

  // What the system does to the keys when the device changes.

  enrolAnother(): void {
    this.keys.clear();
  }

  unenrol(): void {
    this.device = "passcode";
    this.enrolAnother();
  }

  removePasscode(): void {
    this.device = "nothing";
    this.keys.clear();
  }

  /** A backup brings the file along, but never a key. */
  restore(): void {
    this.keys.clear();
  }
}

/** Encrypts as well as a test needs. */
class WorldKey implements VaultKey {
  constructor(private readonly name: string) {}

  async encrypt(text: string): Promise<string> {
    return `${this.name}.${text}`;
  }

  async decrypt(text: string): Promise<string> {
    const [name, plain] = text.split(".");
    if (name !== this.name || plain === undefined) throw new Error("The key does not fit.");
    return plain;
  }
}
