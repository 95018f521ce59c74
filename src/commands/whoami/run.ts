import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { checkCredential } from "../../org/sign-in/check.ts";
import { type ChosenOrg, chooseOrg } from "../../org/choose-org.ts";
import type { SignInMethod } from "../../org/profiles/profile.ts";
import { readProfiles } from "../../org/profiles/profile-file.ts";
import { secretsPath } from "../../org/secrets/file-store.ts";
import { withOrg } from "../with-org.ts";

/** Which org, as whom, by which secret. */
export interface Identity {
  readonly org: string;
  readonly login: string;
  readonly method: SignInMethod["kind"];
  /** Null when the environment, or the local org, has the credential. */
  readonly profile: string | null;
  readonly storedIn: "keyring" | "file" | "environment" | "local-org";
  readonly secretPath: string | null;
  readonly isWindows: boolean;
}

/** Asks the org who we are. Never asks which org: throws `not-signed-in` when that is not settled. */
export async function runWhoami(context: Context, flag: string | undefined): Promise<Identity> {
  const chosen = await chooseOrg(context, { org: flag }, () => readProfiles(context));
  assertSignedIn(chosen);
  const { profile, method, storedIn, clientId } = sourceOf(chosen);
  if (chosen.kind === "okta" && chosen.credential?.kind === "service-app") {
    // A service app is no user, whom /users/me could show: that it gets a token is what proves it.
    await checkCredential(context, { orgUrl: chosen.orgUrl, credential: chosen.credential });
  }
  return withOrg(context, flag, "okta-unlock whoami --org local", async ({ org }) => ({
    org: org.orgUrl,
    login: clientId ?? (await org.whoAmI()).profile.login,
    method,
    profile: profile?.name ?? null,
    storedIn,
    secretPath: storedIn === "file" ? secretsPath(context) : null,
    isWindows: context.platform === "win32",
  }));
}

type SettledOrg = Exclude<ChosenOrg, { readonly kind: "missing" }>;

function sourceOf(chosen: SettledOrg) {
  const local = { profile: null, method: "api-token", storedIn: "local-org", clientId: undefined } as const;
  if (chosen.kind === "local") return local;
  const { profile, credential } = chosen;
  if (profile === undefined) {
    const method = credential?.kind ?? "api-token";
    const clientId = credential?.kind === "service-app" ? credential.clientId : undefined;
    return { profile: null, method, storedIn: "environment", clientId } as const;
  }
  const { kind } = profile.method;
  return {
    profile,
    method: kind,
    storedIn: profile.storedIn,
    clientId: kind === "service-app" ? profile.login : undefined,
  };
}

function assertSignedIn(chosen: ChosenOrg): asserts chosen is SettledOrg {
  if (chosen.kind === "local") return;
  if (chosen.kind === "okta" && (chosen.credential ?? chosen.profile) !== undefined) return;
  const where = chosen.kind === "okta" ? ` --org ${chosen.orgUrl}` : "";
  throw new OktaUnlockError("not-signed-in", {
    message: chosen.kind === "okta" ? `You are not signed in to ${chosen.orgUrl}.` : "You are not signed in.",
    next: `Sign in: okta-unlock login${where}`,
  });
}
