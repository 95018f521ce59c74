import { hint } from "../hints.ts";
import { chooseOrg, type ChosenOrg, explainOwnerless } from "../auth/choose-org.ts";
import { readProfiles } from "../auth/profiles/profile-file.ts";
import type { SignInMethod } from "../auth/profiles/profile.ts";
import { locateSecrets } from "../auth/secrets/file-store.ts";
import { checkCredential, type CredentialCheck } from "../auth/check-credential.ts";
import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import { readLogin, methodNames, describeMissingRights, listRights } from "../flows/credential-view.ts";
import { createNoCurrentProfileError } from "../flows/current-profile.ts";
import { withOrg } from "../flows/with-org.ts";
import type { View } from "../terminal/session.ts";
import { formatTable } from "../terminal/table.ts";

/** Which org, which user, which secret, and what it can do. */
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
  if (chosen.kind === "missing") await nameUnusedLocalOrg(context, chosen);
  assertSignedIn(chosen);
  const { profile, method, storedIn } = findSource(chosen);
  const { org, check } = await withOrg(context, flag, async (session) => ({
    org: session.org.orgUrl,
    check: await checkCredential(context, session.connection),
  }));
  return {
    org,
    login: readLogin(check),
    method,
    profile: profile?.name ?? null,
    storedIn,
    secretPath: storedIn === "file" ? locateSecrets(context) : null,
    isWindows: context.platform === "win32",
    check,
  };
}

type SettledOrg = Exclude<ChosenOrg, { readonly kind: "missing" }>;

function findSource(chosen: SettledOrg) {
  if (chosen.kind === "local") {
    return { profile: undefined, method: "api-token", storedIn: "local-org" } as const;
  }
  const { profile, credential } = chosen;
  if (profile !== undefined) return { profile, method: profile.method.kind, storedIn: profile.storedIn };
  return { profile, method: credential?.kind ?? "api-token", storedIn: "environment" } as const;
}

/** Throws `not-signed-in` when all that could have been meant is a local org. */
async function nameUnusedLocalOrg(
  { localOrgDirectory }: Context,
  { profiles, credential }: Extract<ChosenOrg, { readonly kind: "missing" }>,
): Promise<void> {
  if (profiles.length > 0 || credential !== undefined) return;
  const { readLocalOrgStatus } = await import("../local-org/index.ts");
  if (!(await readLocalOrgStatus(localOrgDirectory)).exists) return;
  throw new OktaUnlockError("not-signed-in", {
    message: "You are not signed in.",
    why: `A local org exists, but it is not the current org. To sign in to an org at Okta: ${hint("login")}`,
    next: `Use the local org: ${hint("orgs use", { args: ["local"] })}`,
  });
}

function assertSignedIn(chosen: ChosenOrg): asserts chosen is SettledOrg {
  if (chosen.kind === "local") return;
  if (chosen.kind === "okta" && (chosen.credential ?? chosen.profile) !== undefined) return;
  if (chosen.kind === "missing" && chosen.profiles.length > 0)
    throw createNoCurrentProfileError(chosen.profiles);
  const org = chosen.kind === "okta" ? chosen.orgUrl : undefined;
  const unused = chosen.kind === "missing" ? chosen.credential : undefined;
  throw new OktaUnlockError("not-signed-in", {
    message: chosen.kind === "okta" ? `You are not signed in to ${chosen.orgUrl}.` : "You are not signed in.",
    ...(unused && { why: `${explainOwnerless(unused)}.` }),
    next: `Sign in: ${hint("login", { org })}`,
  });
}

export const whoamiView: View<Identity> = {
  json: ({ org, login, method, profile, storedIn, secretPath, check }) => ({
    org,
    login,
    method,
    profile,
    storedIn,
    secretPath,
    scopes: check.scopes ?? null,
    rights: check.rights,
  }),
  stdout: (identity, style, width) =>
    formatTable(
      [
        ["Org", identity.org],
        ["Signed in as", identity.login],
        ["Method", methodNames[identity.method]],
        ["Profile", identity.profile ?? "none"],
        ["Secret", describePlace(identity)],
        ...listRights(identity.check),
      ],
      style,
      width,
    ),
  stderr: ({ check }, style, width) => describeMissingRights(check, style, width),
};

function describePlace(identity: Identity): string {
  const { storedIn, secretPath, isWindows } = identity;
  const places = {
    keyring: isWindows
      ? "in the keyring (in a domain, Windows may copy it to your other computers)"
      : "in the keyring",
    environment: identity.method === "service-app" ? "OKTA_CLIENT_PRIVATEKEY" : "OKTA_CLIENT_TOKEN",
    "local-org": "in the local org's data folder",
    file: `plain text in ${secretPath ?? "a file"} (${isWindows ? "only you and administrators may read it" : "mode 0600"})`,
  } as const;
  return places[storedIn];
}
