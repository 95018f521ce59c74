import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
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
  const { profile, method, storedIn } = sourceOf(chosen);
  return withOrg(context, flag, "okta-unlock whoami --org local", async ({ org }) => ({
    org: org.orgUrl,
    // A service app is no user, whom /users/me could show.
    login: method === "service-app" && profile !== null ? profile.login : (await org.whoAmI()).profile.login,
    method,
    profile: profile?.name ?? null,
    storedIn,
    secretPath: storedIn === "file" ? secretsPath(context) : null,
    isWindows: context.platform === "win32",
  }));
}

type SettledOrg = Exclude<ChosenOrg, { readonly kind: "missing" }>;

function sourceOf(chosen: SettledOrg) {
  if (chosen.kind === "local") return { profile: null, method: "api-token", storedIn: "local-org" } as const;
  const { profile } = chosen;
  if (profile === undefined) return { profile: null, method: "api-token", storedIn: "environment" } as const;
  return { profile, method: profile.method.kind, storedIn: profile.storedIn };
}

function assertSignedIn(chosen: ChosenOrg): asserts chosen is SettledOrg {
  if (chosen.kind === "local") return;
  if (chosen.kind === "okta" && (chosen.token ?? chosen.profile) !== undefined) return;
  const where = chosen.kind === "okta" ? ` --org ${chosen.orgUrl}` : "";
  throw new OktaUnlockError("not-signed-in", {
    message: chosen.kind === "okta" ? `You are not signed in to ${chosen.orgUrl}.` : "You are not signed in.",
    next: `Sign in: okta-unlock login${where}`,
  });
}
