import type { KeyPlace, VaultItems, VaultKey } from "../session/RefreshTokenVault";
import { UnlockFailure, type UnlockFailureKind } from "../session/UnlockFailure";
import type { BiometricCase, Simulation } from "./Simulation";

/** What the vault of an iPhone throws in each case. `match` and `enrolmentChange` are no failures: the key is there, or is not. */
const failures: Readonly<Partial<Record<BiometricCase, UnlockFailureKind>>> = {
  noMatch: "cancelled",
  cancel: "cancelled",
  lockout: "lockedOut",
};

const lockout = "okta-unlock.preview.lockout";
const file = "okta-unlock.preview.file";
const keyAt = (place: KeyPlace) => `okta-unlock.preview.key-${place}`;

/**
 * Behaves as the vault of an iPhone does, and protects nothing: key and token lie side by side, in plain text, in what
 * the browser keeps for this tab.
 */
export class SimulatedItems implements VaultItems {
  private readonly simulation: Simulation;
  private readonly reason: string;
  private readonly storage: Storage;

  /** `storage` is that of the tab, which outlives a reload and nothing else. */
  constructor(simulation: Simulation, reason: string, storage: Storage) {
    this.simulation = simulation;
    this.reason = reason;
    this.storage = storage;
  }

  async canProtect(): Promise<boolean> {
    return true;
  }

  /** No prompt, as on iOS. */
  async createKey(place: KeyPlace): Promise<VaultKey> {
    const name = crypto.randomUUID();
    this.storage.setItem(keyAt(place), name);
    return new SimulatedKey(name);
  }

  async readKey(place: KeyPlace): Promise<VaultKey | null> {
    if (this.storage.getItem(lockout) !== null) throw new UnlockFailure("lockedOut");
    const chosen = await this.simulation.ask("biometrics", this.reason);
    if (chosen === "lockout") this.storage.setItem(lockout, "true");
    // The system discards every key that the old faces or fingers opened.
    if (chosen === "enrolmentChange") for (const each of ["a", "b"] as const) await this.deleteKey(each);
    const failure = failures[chosen];
    if (failure !== undefined) throw new UnlockFailure(failure);
    const name = this.storage.getItem(keyAt(place));
    return name === null ? null : new SimulatedKey(name);
  }

  async deleteKey(place: KeyPlace): Promise<void> {
    this.storage.removeItem(keyAt(place));
  }

  async readFile(): Promise<string | null> {
    return this.storage.getItem(file);
  }

  async replaceFile(text: string): Promise<void> {
    this.storage.setItem(file, text);
  }

  async deleteFile(): Promise<void> {
    this.storage.removeItem(file);
  }

  async endLockout(): Promise<void> {
    if (this.storage.getItem(lockout) === null) return;
    const chosen = await this.simulation.ask("passcode", this.reason);
    if (chosen !== "match") throw new UnlockFailure("cancelled");
    this.storage.removeItem(lockout);
  }
}

/** Encrypts nothing: it notes which key a text belongs to. */
class SimulatedKey implements VaultKey {
  private readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  async encrypt(text: string): Promise<string> {
    return `${this.name} ${text}`;
  }

  async decrypt(text: string): Promise<string> {
    if (!text.startsWith(`${this.name} `)) throw new Error("The key does not fit.");
    return text.slice(this.name.length + 1);
  }
}
