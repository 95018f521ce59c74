import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { chooseOrg } from "../../org/choose-org.ts";
import { connectOrg } from "../../org/client.ts";
import type { Profile } from "../../org/profiles/profile.ts";
import { readProfiles } from "../../org/profiles/profile-file.ts";
import { credentialOf, forgetSignIn } from "../../org/profiles/sign-ins.ts";

/** What `logout` did. */
export interface LogoutResult {
  readonly profile: string;
  readonly org: string;
  readonly revoked: boolean;
  /** True when OKTA_CLIENT_TOKEN still signs in. */
  readonly environment: boolean;
}

/** Forgets a profile and its secret; with `revoke` the token is ended at Okta first. Throws `not-signed-in` without a profile. */
export async function runLogout(
  context: Context,
  { org, revoke }: { readonly org: string | undefined; readonly revoke: boolean },
): Promise<LogoutResult> {
  const profile = await chosenProfile(context, org);
  if (revoke) await revokeToken(context, profile);
  await forgetSignIn(context, profile);
  return {
    profile: profile.name,
    org: profile.orgUrl,
    revoked: revoke,
    environment: context.env["OKTA_CLIENT_TOKEN"] !== undefined,
  };
}

/** The environment's own sign-in is not ours to forget: OKTA_CLIENT_* is left out. */
async function chosenProfile(context: Context, org: string | undefined): Promise<Profile> {
  const { env, secrets, cwd } = context;
  const own = { env: { OKTA_UNLOCK_ORG: env["OKTA_UNLOCK_ORG"] }, secrets, cwd };
  const chosen = await chooseOrg(own, { org }, () => readProfiles(context));
  if (chosen.kind === "okta" && chosen.profile !== undefined) return chosen.profile;
  throw new OktaUnlockError("not-signed-in", {
    message: chosen.kind === "okta" ? `You are not signed in to ${chosen.orgUrl}.` : "You are not signed in.",
    why: chosen.kind === "local" ? "The local org needs no sign-in." : "There is no profile to forget.",
    next: "See the profiles: okta-unlock orgs list",
  });
}

async function revokeToken(context: Context, profile: Profile): Promise<void> {
  if (profile.method.kind !== "api-token") {
    throw new OktaUnlockError("invalid-value", {
      message: "Only an API token can be revoked.",
      why: `${profile.name} signs in another way.`,
      next: "Leave out --revoke: okta-unlock logout",
    });
  }
  const credential = await credentialOf(context, profile);
  const org = connectOrg(context, { orgUrl: profile.orgUrl, credential, flagValue: profile.name });
  await context.log.step(`Revoking the API token at ${profile.orgUrl}`, () => org.revokeApiToken());
}
