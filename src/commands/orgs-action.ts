import { hint } from "../hints.ts";
import { findProfileByName } from "../auth/profiles/find-profile.ts";
import { readProfiles } from "../auth/profiles/profile-file.ts";
import type { Profile } from "../auth/profiles/profile.ts";
import { forgetSignIn } from "../auth/profiles/saved-sign-ins.ts";
import type { Context } from "../context.ts";
import { methodNames } from "../flows/credential-view.ts";
import type { UsedOrg } from "../flows/current-profile.ts";
import type { View } from "../terminal/session.ts";
import { formatColumns } from "../terminal/table.ts";

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

export const orgListView: View<OrgList> = {
  stdout({ current, orgs }, style, width) {
    if (orgs.length === 0) return current === "local" ? "The local org is the current one.\n" : "";
    const rows = orgs.map((org) => [
      org.current ? "*" : "",
      org.name,
      org.org,
      methodNames[org.method],
      org.storedIn,
      org.login,
    ]);
    const local = current === "local" ? "The local org is the current one.\n" : "";
    return `${formatColumns([["", "NAME", "ORG", "METHOD", "SECRET", "SIGNED IN AS"], ...rows], style, width)}${local}`;
  },
  stderr({ orgs, overriddenBy }, style) {
    if (orgs.length === 0) return `You are not signed in to any org. Sign in: ${hint("login")}\n`;
    return overriddenBy === null
      ? ""
      : `${style.warning("!")} ${overriddenBy} is set and overrides the current one.\n`;
  },
};

export const usedView: View<UsedOrg> = {
  stdout: () => "",
  stderr: ({ current }, style) => `${style.good("✔")} ${current} is now the current org.\n`,
};

export const removedView: View<RemovedOrg> = {
  stdout: () => "",
  stderr: ({ removed, org }, style) =>
    `${style.good("✔")} Removed ${removed} (${org}). Its secret is still valid at Okta.\n`,
};
