import type { Context } from "../../context.ts";
import type { Profile } from "../../auth/profiles/profile.ts";
import { saveSignIn, type SignIn } from "../../auth/profiles/saved-sign-ins.ts";
import { locateSecrets } from "../../auth/secrets/file-store.ts";
import { KeyringUnusable } from "../../auth/secrets/keyring.ts";
import type { SecretPlace } from "../../auth/secrets/secret-store.ts";

/** A profile and, when its secret is in a file, where. */
export interface Kept {
  readonly profile: Profile;
  readonly secretPath: string | null;
}

/** What may be done where there is no keyring. */
export interface Keeping {
  /** --insecure-storage: the yes to a file was given before. */
  readonly isFileAgreed: boolean;
  /** After a no the sign-in is good for this run, and kept nowhere. */
  readonly isOptional?: boolean;
}

/**
 * Keeps a sign-in in the keyring. Where that can't be, a file takes the secret, but only after a yes; --yes is none.
 * Without one throws `KeyringUnusable`, or gives undefined when keeping is optional.
 */
export async function keepSecretly(
  context: Context,
  signIn: Omit<SignIn, "place">,
  { isFileAgreed, isOptional = false }: Keeping,
): Promise<Kept | undefined> {
  const keepIn = async (place: SecretPlace): Promise<Kept> => ({
    profile: await saveSignIn(context, { ...signIn, place }),
    secretPath: place === "file" ? locateSecrets(context) : null,
  });
  if (isFileAgreed) return keepIn("file");
  try {
    return await keepIn("keyring");
  } catch (error) {
    if (!(error instanceof KeyringUnusable) || !context.interaction.canAsk) throw error;
    if (await agreesToFile(context, error)) return keepIn("file");
    if (isOptional) return undefined;
    throw error;
  }
}

async function agreesToFile(context: Context, { message, why }: KeyringUnusable): Promise<boolean> {
  context.log.warn(`${message} ${why ?? ""}`.trim());
  const question = `Keep the secret as plain text in ${locateSecrets(context)}${protection(context)}?`;
  return context.prompts.confirm({ message: question, default: false });
}

/** Windows has no file modes: there the permissions of the user's own folder have to do. */
function protection({ platform }: Context): string {
  return platform === "win32" ? ", in your own user folder" : ", which only you can read";
}
