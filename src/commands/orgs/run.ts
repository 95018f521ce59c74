import type { Context } from "../../context.ts";
import { findProfileByName } from "../../auth/profiles/find-profile.ts";
import type { Profile } from "../../auth/profiles/profile.ts";
import { readProfiles } from "../../auth/profiles/profile-file.ts";
import { forgetSignIn } from "../../auth/profiles/saved-sign-ins.ts";

export interface ListedOrg {
  readonly name: string;
  readonly org: string;
  readonly login: string;
  readonly method: Profile["method"]["kind"];
  readonly storedIn: Profile["storedIn"];
  readonly current: boolean;
}

export interface OrgList {
  /** A profile's name, `local`, or null. */
  readonly current: string | null;
  readonly orgs: readonly ListedOrg[];
  /** The environment variable that beats the current profile, when one is set. */
  readonly overriddenBy: string | null;
}

/** Lists the profiles by name. */
export async function runOrgsList(context: Context): Promise<OrgList> {
  const { current, profiles } = await readProfiles(context);
  const variables = ["OKTA_UNLOCK_ORG", "OKTA_CLIENT_ORGURL"];
  return {
    current: current ?? null,
    orgs: profiles
      .map(({ name, orgUrl, login, method, storedIn }) => ({
        name,
        org: orgUrl,
        login,
        method: method.kind,
        storedIn,
        current: name === current,
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    overriddenBy: variables.find((name) => context.env[name] !== undefined) ?? null,
  };
}

export interface RemovedOrg {
  readonly removed: string;
  readonly org: string;
}

/** Forgets a profile and its secret. Throws `invalid-value` for a name that is not known. */
export async function runOrgsRemove(context: Context, name: string): Promise<RemovedOrg> {
  const profile = findProfileByName(await readProfiles(context), name, "orgs remove");
  await forgetSignIn(context, profile);
  return { removed: profile.name, org: profile.orgUrl };
}
