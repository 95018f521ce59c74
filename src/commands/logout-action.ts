import { hint } from "../hints.ts";
import { chooseOrg } from "../auth/choose-org.ts";
import { connectOrg } from "../auth/connect-org.ts";
import { readProfiles } from "../auth/profiles/profile-file.ts";
import type { Profile } from "../auth/profiles/profile.ts";
import { readCredential, forgetSignIn } from "../auth/profiles/saved-sign-ins.ts";
import { revokeDeviceSignIn } from "../auth/sign-in/device-authorizer.ts";
import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import { createNoCurrentProfileError, leaveLocalOrg } from "../flows/current-profile.ts";
import type { View } from "../terminal/session.ts";
import { wrap } from "../terminal/wrap.ts";

/** What `logout` did. */
export interface LogoutResult {
  /** Its name, or `local`. */
  readonly profile: string;
  /** Null for the local org. */
  readonly org: string | null;
  readonly method: Profile["method"]["kind"];
  readonly revoked: boolean;
  /** True when the environment still signs in. */
  readonly environment: boolean;
}

/**
 * Forgets a profile and its secret; with `revoke` it is ended at Okta first. The local org, which has no sign-in, is not the
 * current org from then on. Throws `not-signed-in` without a profile.
 */
export async function runLogout(
  context: Context,
  { org, revoke }: { readonly org: string | undefined; readonly revoke: boolean },
): Promise<LogoutResult> {
  const profile = await chooseProfile(context, org);
  const environment = ["OKTA_CLIENT_TOKEN", "OKTA_CLIENT_PRIVATEKEY"].some(
    (key) => context.env[key] !== undefined,
  );
  if (profile === "local") {
    await logOutOfLocalOrg(context, { revoke });
    return { profile, org: null, method: "api-token", revoked: false, environment };
  }
  if (revoke) await revokeAtOkta(context, profile);
  await forgetSignIn(context, profile);
  const { name, orgUrl, method } = profile;
  return { profile: name, org: orgUrl, method: method.kind, revoked: revoke, environment };
}

async function logOutOfLocalOrg(context: Context, { revoke }: { readonly revoke: boolean }): Promise<void> {
  if (revoke) {
    throw new OktaUnlockError("invalid-value", {
      message: "The API token of the local org is not revoked.",
      why: "okta-unlock needs it to work with that org.",
      next: `Delete the whole org instead: ${hint("local reset")}`,
    });
  }
  if (await leaveLocalOrg(context)) return;
  throw new OktaUnlockError("not-signed-in", {
    message: "The local org is not the current org.",
    why: "It needs no sign-in, so there is none to remove.",
    next: `Delete it with everything in it: ${hint("local reset")}`,
  });
}

/** The environment's own sign-in is not ours to forget: OKTA_CLIENT_* is left out. */
async function chooseProfile(context: Context, org: string | undefined): Promise<Profile | "local"> {
  const { env, secrets, cwd } = context;
  const own = { env: { OKTA_UNLOCK_ORG: env["OKTA_UNLOCK_ORG"] }, secrets, cwd };
  const chosen = await chooseOrg(own, { org }, () => readProfiles(context));
  if (chosen.kind === "local") return "local";
  if (chosen.kind === "okta" && chosen.profile !== undefined) return chosen.profile;
  if (chosen.kind === "missing" && chosen.profiles.length > 0)
    throw createNoCurrentProfileError(chosen.profiles);
  throw new OktaUnlockError("not-signed-in", {
    message: chosen.kind === "okta" ? `You are not signed in to ${chosen.orgUrl}.` : "You are not signed in.",
    why: "There is no profile to remove.",
    next: chosen.kind === "okta" ? `List the profiles: ${hint("orgs list")}` : `Sign in: ${hint("login")}`,
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

/** What is left to do when the sign-in is gone from here: --revoke comes too late. */
const advices = {
  "api-token":
    ". Revoke it in the Admin Console under Security > API > Tokens; next time, logout --revoke does both",
  "service-app": "",
  device: " until it expires; next time, logout --revoke ends it, too",
} as const;

export const logoutView: View<LogoutResult> = {
  stdout: () => "",
  stderr({ profile, org, method, revoked, environment }, style, width) {
    const secret = secretNames[method];
    const outcome = revoked
      ? `its ${secret} is revoked`
      : `its ${secret} is still valid at Okta${advices[method]}`;
    const rest = environment
      ? `${style.warning("!")} OKTA_CLIENT_* is still set and is used to sign in.\n`
      : "";
    const said =
      org === null
        ? `The local org is no longer the current org. Its data is kept; delete it with: ${hint("local reset")}`
        : `Removed ${profile} (${org}); ${outcome}.`;
    const forgot = wrap(said, { width, indent: 2 });
    return `${style.good("✔")} ${forgot}\n${rest}`;
  },
};
