import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { checkCredential, type CredentialCheck } from "../../auth/check-credential.ts";
import { type ChosenOrg, chooseOrg } from "../../auth/choose-org.ts";
import type { SignInMethod } from "../../auth/profiles/profile.ts";
import { readProfiles } from "../../auth/profiles/profile-file.ts";
import { locateSecrets } from "../../auth/secrets/file-store.ts";
import { loginOf } from "../../flows/credential-check.ts";
import { noCurrentProfile } from "../../flows/no-current-profile.ts";
import { withOrg } from "../../flows/with-org.ts";

/** Which org, as whom, by which secret, and what that can do. */
export interface Identity {
  readonly org: string;
  readonly login: string;
  readonly method: SignInMethod["kind"];
  /** Null when the environment, or the local org, has the credential. */
  readonly profile: string | null;
  readonly storedIn: "keyring" | "file" | "environment" | "local-org";
  readonly secretPath: string | null;
  readonly isWindows: boolean;
  readonly check: CredentialCheck;
}

/** Asks the org who we are. Never asks which org: throws `not-signed-in` when that is not settled. */
export async function runWhoami(context: Context, flag: string | undefined): Promise<Identity> {
  const chosen = await chooseOrg(context, { org: flag }, () => readProfiles(context));
  assertSignedIn(chosen);
  const { profile, method, storedIn } = sourceOf(chosen);
  const { org, check } = await withOrg(context, flag, "okta-unlock whoami --org local", async (session) => ({
    org: session.org.orgUrl,
    check: await checkCredential(context, session.connection),
  }));
  return {
    org,
    login: loginOf(check),
    method,
    profile: profile?.name ?? null,
    storedIn,
    secretPath: storedIn === "file" ? locateSecrets(context) : null,
    isWindows: context.platform === "win32",
    check,
  };
}

type SettledOrg = Exclude<ChosenOrg, { readonly kind: "missing" }>;

function sourceOf(chosen: SettledOrg) {
  if (chosen.kind === "local") {
    return { profile: undefined, method: "api-token", storedIn: "local-org" } as const;
  }
  const { profile, credential } = chosen;
  if (profile !== undefined) return { profile, method: profile.method.kind, storedIn: profile.storedIn };
  return { profile, method: credential?.kind ?? "api-token", storedIn: "environment" } as const;
}

function assertSignedIn(chosen: ChosenOrg): asserts chosen is SettledOrg {
  if (chosen.kind === "local") return;
  if (chosen.kind === "okta" && (chosen.credential ?? chosen.profile) !== undefined) return;
  if (chosen.kind === "missing" && chosen.profiles.length > 0) throw noCurrentProfile(chosen.profiles);
  const where = chosen.kind === "okta" ? ` --org ${chosen.orgUrl}` : "";
  throw new OktaUnlockError("not-signed-in", {
    message: chosen.kind === "okta" ? `You are not signed in to ${chosen.orgUrl}.` : "You are not signed in.",
    next: `Sign in: okta-unlock login${where}`,
  });
}
