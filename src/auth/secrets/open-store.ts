import type { SecretContext, SecretPlace, SecretStore } from "./secret-store.ts";

/** Opens a place. Nothing is loaded, and nothing on disk is touched, before its first method is called. */
export async function openSecretStore(context: SecretContext, place: SecretPlace): Promise<SecretStore> {
  if (place === "file") return (await import("./file-store.ts")).createFileStore(context);
  return (await import("./keyring-store.ts")).createKeyringStore(context);
}
