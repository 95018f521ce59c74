import { AESEncryptionKey, AESKeySize, AESSealedData, aesDecryptAsync, aesEncryptAsync } from "expo-crypto";
import { Paths } from "expo-file-system";
import * as SecureStore from "expo-secure-store";
import type { KeyPlace, VaultItems, VaultKey } from "../session/RefreshTokenVault";
import { UnlockFailure } from "../session/UnlockFailure";
import { askForPasscode, findObstacle, readUnlockFailure } from "./Biometrics";
import { ReplacedFile } from "./ReplacedFile";

/**
 * The keychain of iOS and the keystore of Android, by way of expo-secure-store, and a file that its keys encrypt. A key
 * is opened by a face or a finger that was enrolled when it was made, and by no other; it never leaves the device.
 */
export class SecureStoreItems implements VaultItems {
  private readonly reason: string;
  private readonly file = new ReplacedFile(Paths.document, "refresh-token");

  /** `reason` is what the prompt says, in the language of the person. */
  constructor(reason: string) {
    this.reason = reason;
  }

  /** A lockout does not count: enrolled, only not to be used at this moment. */
  async canProtect(): Promise<boolean> {
    const obstacle = await findObstacle();
    return obstacle === null || obstacle === "lockedOut";
  }

  async createKey(place: KeyPlace): Promise<VaultKey> {
    // #region store-refresh-token
    const key = await AESEncryptionKey.generate(AESKeySize.AES256);
    // Always a new item: iOS would ask before it changes one. Android asks all the same.
    await this.deleteKey(place);
    await SecureStore.setItemAsync(keyName, await key.encoded("base64"), this.options(place)).catch(rejectUnlock);
    return new AesKey(key);
    // #endregion store-refresh-token
  }

  async readKey(place: KeyPlace): Promise<VaultKey | null> {
    const obstacle = await findObstacle();
    if (obstacle !== null) throw new UnlockFailure(obstacle);
    try {
      // #region challenge
      const encoded = await SecureStore.getItemAsync(keyName, this.options(place));
      // Null after the enrolled faces or fingers changed, too: the system has discarded the key then.
      return encoded === null ? null : new AesKey(await AESEncryptionKey.import(encoded, "base64"));
      // #endregion challenge
    } catch (error) {
      throw await readUnlockFailure(error);
    }
  }

  async deleteKey(place: KeyPlace): Promise<void> {
    await SecureStore.deleteItemAsync(keyName, this.options(place));
  }

  async readFile(): Promise<string | null> {
    return this.file.read();
  }

  async replaceFile(text: string): Promise<void> {
    this.file.replace(text);
  }

  async deleteFile(): Promise<void> {
    this.file.delete();
  }

  async endLockout(): Promise<void> {
    await askForPasscode(this.reason);
  }

  // #region access-control
  /** Each place has a service of its own: when a key of one is made anew, Android discards all that are in it. */
  private options(place: KeyPlace): SecureStore.SecureStoreOptions {
    return {
      keychainService: `refresh-token-${place}`,
      requireAuthentication: true,
      authenticationPrompt: this.reason,
      // Without a passcode there is no such item, and iOS removes it when the passcode is removed.
      keychainAccessible: SecureStore.WHEN_PASSCODE_SET_THIS_DEVICE_ONLY,
    };
  }
  // #endregion access-control
}

const keyName = "key";

async function rejectUnlock(error: unknown): Promise<never> {
  throw await readUnlockFailure(error);
}

/** AES-256 in GCM: a text that was changed, or belongs to another key, is not decrypted. */
class AesKey implements VaultKey {
  private readonly key: AESEncryptionKey;

  constructor(key: AESEncryptionKey) {
    this.key = key;
  }

  async encrypt(text: string): Promise<string> {
    const sealed = await aesEncryptAsync(new TextEncoder().encode(text), this.key);
    return sealed.combined("base64");
  }

  async decrypt(text: string): Promise<string> {
    const bytes = await aesDecryptAsync(AESSealedData.fromCombined(text), this.key, { output: "bytes" });
    return new TextDecoder().decode(bytes);
  }
}
