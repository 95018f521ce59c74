import { hint } from "../hints.ts";
import { findProfileByName } from "../auth/profiles/find-profile.ts";
import { readProfiles } from "../auth/profiles/profile-file.ts";
import type { Profile } from "../auth/profiles/profile.ts";
import { forgetSignIn } from "../auth/profiles/saved-sign-ins.ts";
import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import { methodNames } from "../flows/credential-view.ts";
import type { UsedOrg } from "../flows/current-profile.ts";
import type { View } from "../terminal/session.ts";
import { formatColumns } from "../terminal/table.ts";

export interface ListedOrg {
  readonly name: string;
  /** Null for a local org that was not created yet. */
  readonly org: string | null;
  readonly login: string | null;
  readonly method: Profile["method"]["kind"];
  readonly storedIn: Profile["storedIn"] | "local-org";
  readonly current: boolean;
}

export interface OrgList {
  /** A profile's name, `local`, or null. */
  readonly current: string | null;
  readonly orgs: readonly ListedOrg[];
  /** The environment variable that beats the current profile, when one is set. */
  readonly overriddenBy: string | null;
}

/** Lists the profiles by name, and behind them the local org when there is one or it is the current org. */
export async function runOrgsList(context: Context): Promise<OrgList> {
  const { current, profiles } = await readProfiles(context);
  const variables = ["OKTA_UNLOCK_ORG", "OKTA_CLIENT_ORGURL"];
  const listed = profiles.map(({ name, orgUrl, login, method, storedIn }) => ({
    name,
    org: orgUrl,
    login,
    method: method.kind,
    storedIn,
    current: name === current,
  }));
  return {
    current: current ?? null,
    orgs: [
      ...listed.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      ...(await listLocalOrg(context, { isCurrent: current === "local" })),
    ],
    overriddenBy: variables.find((name) => context.env[name] !== undefined) ?? null,
  };
}

async function listLocalOrg(
  { localOrgDirectory }: Context,
  { isCurrent }: { readonly isCurrent: boolean },
): Promise<readonly ListedOrg[]> {
  const { readLocalOrgStatus } = await import("../local-org/index.ts");
  const { exists, url, admin } = await readLocalOrgStatus(localOrgDirectory);
  if (!exists && !isCurrent) return [];
  return [
    {
      name: "local",
      org: url ?? null,
      login: admin?.login ?? null,
      method: "api-token",
      storedIn: "local-org",
      current: isCurrent,
    },
  ];
}

export interface RemovedOrg {
  readonly removed: string;
  readonly org: string;
}

/** Forgets a profile and its secret. Throws `invalid-value` for a name that is not known, and for the local org. */
export async function runOrgsRemove(context: Context, name: string): Promise<RemovedOrg> {
  if (name.toLowerCase() === "local") throw createLocalError();
  const profile = findProfileByName(await readProfiles(context), name, "orgs remove");
  await forgetSignIn(context, profile);
  return { removed: profile.name, org: profile.orgUrl };
}

function createLocalError(): OktaUnlockError {
  return new OktaUnlockError("invalid-value", {
    message: "The local org is no profile.",
    why: "It needs no sign-in, so there is none to remove.",
    next: `Delete it with everything in it: ${hint("local reset")}`,
  });
}

export const orgListView: View<OrgList> = {
  stdout({ orgs }, style, width) {
    if (orgs.length === 0) return "";
    const rows = orgs.map((org) => [
      org.current ? "*" : "",
      org.name,
      org.org ?? "not created yet",
      methodNames[org.method],
      org.storedIn,
      org.login ?? "",
    ]);
    return formatColumns([["", "NAME", "ORG", "METHOD", "SECRET", "SIGNED IN AS"], ...rows], style, width);
  },
  stderr({ orgs, current, overriddenBy }, style) {
    if (orgs.length === 0) return `You are not signed in to any org. Sign in: ${hint("login")}\n`;
    if (overriddenBy !== null)
      return `${style.warning("!")} ${overriddenBy} is set and overrides the current one.\n`;
    return current === null
      ? `None of them is the current one. Choose one: ${hint("orgs use", { args: ["<name>"] })}\n`
      : "";
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
