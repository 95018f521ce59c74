import { hint } from "../hints.ts";
import { chooseOrg } from "../auth/choose-org.ts";
import { connectOrg } from "../auth/connect-org.ts";
import { readProfiles } from "../auth/profiles/profile-file.ts";
import type { Profile } from "../auth/profiles/profile.ts";
import { readCredential, forgetSignIn } from "../auth/profiles/saved-sign-ins.ts";
import { revokeDeviceSignIn } from "../auth/sign-in/device-authorizer.ts";
import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import { createNoCurrentProfileError } from "../flows/current-profile.ts";
import type { View } from "../terminal/session.ts";
import { wrap } from "../terminal/wrap.ts";

/** What `logout` did. */
export interface LogoutResult {
  readonly profile: string;
  readonly org: string;
  readonly method: Profile["method"]["kind"];
  readonly revoked: boolean;
  /** True when the environment still signs in. */
  readonly environment: boolean;
}

/** Forgets a profile and its secret; with `revoke` it is ended at Okta first. Throws `not-signed-in` without a profile. */
export async function runLogout(
  context: Context,
  { org, revoke }: { readonly org: string | undefined; readonly revoke: boolean },
): Promise<LogoutResult> {
  const profile = await chooseProfile(context, org);
  if (revoke) await revokeAtOkta(context, profile);
  await forgetSignIn(context, profile);
  const { name, orgUrl, method } = profile;
  const environment = ["OKTA_CLIENT_TOKEN", "OKTA_CLIENT_PRIVATEKEY"].some(
    (key) => context.env[key] !== undefined,
  );
  return { profile: name, org: orgUrl, method: method.kind, revoked: revoke, environment };
}

/** The environment's own sign-in is not ours to forget: OKTA_CLIENT_* is left out. */
async function chooseProfile(context: Context, org: string | undefined): Promise<Profile> {
  const { env, secrets, cwd } = context;
  const own = { env: { OKTA_UNLOCK_ORG: env["OKTA_UNLOCK_ORG"] }, secrets, cwd };
  const chosen = await chooseOrg(own, { org }, () => readProfiles(context));
  if (chosen.kind === "okta" && chosen.profile !== undefined) return chosen.profile;
  if (chosen.kind === "missing" && chosen.profiles.length > 0)
    throw createNoCurrentProfileError(chosen.profiles);
  throw new OktaUnlockError("not-signed-in", {
    message: chosen.kind === "okta" ? `You are not signed in to ${chosen.orgUrl}.` : "You are not signed in.",
    why: chosen.kind === "local" ? "The local org needs no sign-in." : "There is no profile to remove.",
    next: `List the profiles: ${hint("orgs list")}`,
  });
}

async function revokeAtOkta(context: Context, profile: Profile): Promise<void> {
  const { orgUrl, name } = profile;
  const credential = await readCredential(context, profile);
  if (credential.kind === "service-app") throw createNotRevocableError(profile);
  if (credential.kind === "device") {
    await context.log.step(`Revoke the sign-in at ${orgUrl}`, () =>
      revokeDeviceSignIn(context, { orgUrl }, credential),
    );
    return;
  }
  const org = connectOrg(context, { orgUrl, credential, flagValue: name });
  await context.log.step(`Revoke the API token at ${orgUrl}`, () => org.revokeApiToken());
}

function createNotRevocableError({ name, orgUrl }: Profile): OktaUnlockError {
  return new OktaUnlockError("invalid-value", {
    message: `The private key of ${name} can't be revoked from here.`,
    why: "A service app's key can only be deactivated or deleted in the Admin Console.",
    next: `Do that in the Admin Console of ${new URL(orgUrl).host} > Applications > the app > General, then: ${hint("logout", { org: name })}`,
  });
}

const secretNames = {
  "api-token": "API token",
  "service-app": "private key",
  device: "sign-in",
} as const;

export const logoutView: View<LogoutResult> = {
  stdout: () => "",
  stderr({ profile, org, method, revoked, environment }, style, width) {
    const secret = secretNames[method];
    const still = `its ${secret} is still valid at Okta`;
    const advice = method === "service-app" ? "" : "; use --revoke to also revoke it";
    const outcome = revoked ? `its ${secret} is revoked` : `${still}${advice}`;
    const rest = environment
      ? `${style.warning("!")} OKTA_CLIENT_* is still set and is used to sign in.\n`
      : "";
    const forgot = wrap(`Removed ${profile} (${org}); ${outcome}.`, { width, indent: 2 });
    return `${style.good("✔")} ${forgot}\n${rest}`;
  },
};
