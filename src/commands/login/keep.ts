import type { Context } from "../../context.ts";
import type { Profile } from "../../org/profiles/profile.ts";
import { keepSignIn, type SignIn } from "../../org/profiles/sign-ins.ts";
import { secretsPath } from "../../org/secrets/file-store.ts";
import { KeyringUnusable } from "../../org/secrets/keyring-failure.ts";
import type { SecretPlace } from "../../org/secrets/secret-store.ts";

/** A profile and, when its secret is in a file, where. */
export interface Kept {
  readonly profile: Profile;
  readonly secretPath: string | null;
}

/**
 * Keeps a sign-in in the keyring. Where that can't be, a file takes the secret, but only after a yes; --yes is none.
 * Throws `KeyringUnusable` without one.
 */
export async function keepSecretly(
  context: Context,
  signIn: Omit<SignIn, "place">,
  { isFileAgreed }: { readonly isFileAgreed: boolean },
): Promise<Kept> {
  const keepIn = async (place: SecretPlace): Promise<Kept> => ({
    profile: await keepSignIn(context, { ...signIn, place }),
    secretPath: place === "file" ? secretsPath(context) : null,
  });
  if (isFileAgreed) return keepIn("file");
  try {
    return await keepIn("keyring");
  } catch (error) {
    if (!(error instanceof KeyringUnusable) || !context.interaction.canAsk) throw error;
    context.log.warn(`${error.message} ${error.why ?? ""}`.trim());
    const isAgreed = await context.prompts.confirm({
      message: `Keep the secret as plain text in ${secretsPath(context)}${protection(context)}?`,
      default: false,
    });
    if (!isAgreed) throw error;
    return keepIn("file");
  }
}

/** Windows has no file modes: there the permissions of the user's own folder have to do. */
function protection({ platform }: Context): string {
  return platform === "win32" ? ", in your own user folder" : ", which only you can read";
}
