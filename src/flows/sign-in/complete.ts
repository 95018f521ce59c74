import type { Context } from "../../context.ts";
import type { Credential } from "../../auth/credential.ts";
import { checkCredential, type CredentialCheck } from "../../auth/check-credential.ts";
import type { OrgIdentity } from "../../auth/identify-org.ts";
import type { OrgUrl } from "../../values/org-url.ts";
import { loginOf } from "../credential-view.ts";
import type { LoginFlags } from "./flags.ts";
import { type Kept, keepSecretly } from "./keep.ts";

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
  const check = await context.log.step("Ask the org what the credential can do", () =>
    checkCredential(context, { orgUrl, credential }),
  );
  const kept = await keepSecretly(
    context,
    { orgUrl, credential, login: loginOf(check), name },
    { isFileAgreed: flags.insecureStorage === true, isOptional: isKeepingOptional },
  );
  return { orgUrl, credential, engine, check, kept };
}
