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
import { askForFile, type KeepingPlace } from "./secret-place.ts";

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
  readonly place: KeepingPlace;
  readonly isKeepingOptional: boolean;
}

/** Checks a credential at the org and keeps it. Throws what `checkCredential` and `keepSecretly` do; nothing is kept then. */
export async function completeSignIn(
  context: Context,
  signIn: PendingSignIn & { readonly credential: Credential },
): Promise<CompletedSignIn> {
  const { orgUrl, engine, name, place, credential, isKeepingOptional } = signIn;
  const check = await context.log.step("Check what the credential can do", () =>
    checkCredential(context, { orgUrl, credential }),
  );
  const kept = await keepSecretly(
    context,
    { orgUrl, credential, login: readLogin(check), name },
    { place, isOptional: isKeepingOptional },
  );
  return { orgUrl, credential, engine, check, kept };
}

/** A profile and, when its secret is in a file, where. */
export interface Kept {
  readonly profile: Profile;
  readonly secretPath: string | null;
}

/** Where a sign-in is kept, and whether somebody may do without that. */
interface Keeping {
  readonly place: KeepingPlace;
  readonly isOptional: boolean;
}

/**
 * Keeps a sign-in in its place; undefined for `nowhere`. A keyring that answered before may refuse all the same, for want of
 * room: then a file takes the secret after a yes. Without one throws `KeyringUnusable`, or gives undefined when keeping is
 * optional.
 */
async function keepSecretly(
  context: Context,
  signIn: Omit<SignIn, "place">,
  { place: wanted, isOptional }: Keeping,
): Promise<Kept | undefined> {
  if (wanted === "nowhere") return undefined;
  const keepIn = async (place: SecretPlace): Promise<Kept> => ({
    profile: await saveSignIn(context, { ...signIn, place }),
    secretPath: place === "file" ? locateSecrets(context) : null,
  });
  try {
    return await keepIn(wanted);
  } catch (error) {
    if (!(error instanceof KeyringUnusable) || !context.interaction.canAsk) throw error;
    if (await askForFile(context, error)) return keepIn("file");
    if (isOptional) return undefined;
    throw error;
  }
}
