import { checkCredential, type CredentialCheck } from "../../auth/check-credential.ts";
import type { Credential } from "../../auth/credential.ts";
import type { OrgIdentity } from "../../auth/identify-org.ts";
import type { Profile } from "../../auth/profiles/profile.ts";
import { saveSignIn, type SignIn } from "../../auth/profiles/saved-sign-ins.ts";
import { locateSecrets } from "../../auth/secrets/file-store.ts";
import { KeyringUnusable } from "../../auth/secrets/keyring.ts";
import type { SecretPlace } from "../../auth/secrets/secret-store.ts";
import type { Context } from "../../context.ts";
import type { OrgUrl } from "../../values/org-url.ts";
import { readLogin } from "../credential-view.ts";
import type { LoginFlags } from "./flags.ts";

/** A sign-in that was checked. */
export interface CompletedSignIn {
  readonly orgUrl: OrgUrl;
  readonly credential: Credential;
  readonly engine: OrgIdentity["engine"];
  readonly check: CredentialCheck;
  /** Undefined when somebody wanted it kept nowhere. */
  readonly kept: Kept | undefined;
  /** With --bootstrap: the app that the sign-in goes by, and what became of the API token. */
  readonly bootstrap?: BootstrapOutcome;
}

export interface BootstrapOutcome {
  readonly appId: string;
  readonly isNewApp: boolean;
  readonly isTokenRevoked: boolean;
}

/** A sign-in that is about to be checked. */
export interface PendingSignIn {
  readonly orgUrl: OrgUrl;
  readonly engine: OrgIdentity["engine"];
  readonly name: string | undefined;
  readonly flags: Pick<LoginFlags, "insecureStorage">;
  readonly isKeepingOptional: boolean;
}

/** Checks a credential at the org and keeps it. Throws what `checkCredential` and `keepSecretly` do; nothing is kept then. */
export async function completeSignIn(
  context: Context,
  signIn: PendingSignIn & { readonly credential: Credential },
): Promise<CompletedSignIn> {
  const { orgUrl, engine, name, flags, credential, isKeepingOptional } = signIn;
  const check = await context.log.step("Check what the credential can do", () =>
    checkCredential(context, { orgUrl, credential }),
  );
  const kept = await keepSecretly(
    context,
    { orgUrl, credential, login: readLogin(check), name },
    { isFileAgreed: flags.insecureStorage === true, isOptional: isKeepingOptional },
  );
  return { orgUrl, credential, engine, check, kept };
}

/** A profile and, when its secret is in a file, where. */
export interface Kept {
  readonly profile: Profile;
  readonly secretPath: string | null;
}

/** What may be done where there is no keyring. */
export interface Keeping {
  /** --insecure-storage: the yes to a file was given before. */
  readonly isFileAgreed: boolean;
  /** After a no the sign-in is used for this run only. */
  readonly isOptional?: boolean;
}

/**
 * Keeps a sign-in in the keyring. Where that can't be, a file takes the secret, but only after a yes; --yes is none.
 * Without one throws `KeyringUnusable`, or gives undefined when keeping is optional.
 */
async function keepSecretly(
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
    if (await askForFile(context, error)) return keepIn("file");
    if (isOptional) return undefined;
    throw error;
  }
}

async function askForFile(context: Context, { message, why }: KeyringUnusable): Promise<boolean> {
  context.log.warn(`${message} ${why ?? ""}`.trim());
  const question = `Keep the secret as plain text in ${locateSecrets(context)}${describeProtection(context)}?`;
  return context.prompts.confirm({ message: question, default: false });
}

/** Windows has no file modes: there the permissions of the user's own folder have to do. */
function describeProtection({ platform }: Context): string {
  return platform === "win32" ? ", in your own user folder" : ", which only you can read";
}
