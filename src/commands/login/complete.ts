import type { Context } from "../../context.ts";
import type { Credential } from "../../org/credential.ts";
import type { Profile } from "../../org/profiles/profile.ts";
import { checkCredential, type CredentialCheck } from "../../org/sign-in/check.ts";
import type { OrgIdentity } from "../../org/sign-in/identify-org.ts";
import type { OrgUrl } from "../../values/org-url.ts";
import { loginOf } from "../credential-check.ts";
import type { LoginFlags } from "./flags.ts";
import { keepSecretly } from "./keep.ts";

/** A sign-in that was checked and kept. */
export interface LoginResult {
  readonly profile: Profile;
  /** The secret's file, where it is in one. */
  readonly secretPath: string | null;
  readonly engine: OrgIdentity["engine"];
  readonly check: CredentialCheck;
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
}

/** Checks a credential at the org and keeps it. Throws what `checkCredential` and `keepSecretly` do; nothing is kept then. */
export async function completeSignIn(
  context: Context,
  { orgUrl, engine, name, flags, credential }: PendingSignIn & { readonly credential: Credential },
): Promise<LoginResult> {
  const check = await context.log.step("Ask the org what the credential can do", () =>
    checkCredential(context, { orgUrl, credential }),
  );
  const kept = await keepSecretly(
    context,
    { orgUrl, credential, login: loginOf(check), name },
    { isFileAgreed: flags.insecureStorage === true },
  );
  return { ...kept, engine, check };
}
