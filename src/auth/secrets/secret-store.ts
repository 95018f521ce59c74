import type { Context } from "../../context.ts";

/** Where a secret lies: the keyring of the operating system, or a file that only its owner may read. */
export type SecretPlace = "keyring" | "file";

/** Keeps secrets by account. Each method throws `OktaUnlockError` with the way out when the place can't be used. */
export interface SecretStore {
  /** Undefined when nothing is kept for the account. */
  read(account: string): Promise<string | undefined>;
  /** Resolves when the secret is on disk, or in the keyring. */
  write(account: string, secret: string): Promise<void>;
  /** A secret that is gone already counts as done. */
  remove(account: string): Promise<void>;
}

export type SecretContext = Pick<Context, "configDirectory" | "keyring" | "platform">;

/** Opens a place. Nothing is loaded, and nothing on disk is touched, before its first method is called. */
export async function openSecretStore(context: SecretContext, place: SecretPlace): Promise<SecretStore> {
  if (place === "file") return (await import("./file-store.ts")).createFileStore(context);
  return (await import("./keyring-store.ts")).createKeyringStore(context);
}
