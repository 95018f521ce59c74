import { chooseOrg, type ChosenOrg } from "../auth/choose-org.ts";
import { connectOrg } from "../auth/connect-org.ts";
import type { Credential } from "../auth/credential.ts";
import { identifyOrg } from "../auth/identify-org.ts";
import { findProfileByUrl } from "../auth/profiles/find-profile.ts";
import type { Profile, ProfileBook } from "../auth/profiles/profile.ts";
import type { Context } from "../context.ts";
import type { OrgAccess } from "../doctor/facts.ts";
import type { Route } from "../doctor/probes/ask.ts";
import { OktaUnlockError } from "../errors.ts";
import type { LocalOrgStatus } from "../local-org/index.ts";
import { hint } from "../hints.ts";
import type { Issuer } from "../values/issuer.ts";
import { isLoopback } from "../values/web-address.ts";

/** How the org of an app is reached, and whether we are signed in to it. */
export interface Way {
  readonly route: Route;
  readonly access: OrgAccess;
  readonly isLocal: boolean;
}

/**
 * Finds the way to the org of the issuer. Nobody is asked: what can't be looked at is said. A credential goes to the org that it
 * belongs to and to no other, whatever a project says: that may come from anybody. Throws `invalid-value` for a wrong `--org`.
 */
export async function findWay(
  context: Context,
  issuer: Issuer | undefined,
  flag: string | undefined,
): Promise<Way> {
  const away: Way = {
    route: { trust: undefined },
    access: absent("The issuer names no org.", hint("login")),
    isLocal: false,
  };
  if (issuer === undefined) return away;
  const url = new URL(issuer);
  if (isLoopback(url) && (flag === undefined || flag.toLowerCase() === "local")) {
    const local = await findLocalWay(context, url, flag);
    if (local !== undefined) return local;
  }
  return { ...away, access: await findAccess(context, url.origin, flag) };
}

/** How long a local org that is starting is waited for, and how often it is looked for meanwhile. */
const patienceMilliseconds = 10_000;
const lookMilliseconds = 200;

/**
 * The local org at the port, whether it keeps running or only for the time of another command. Undefined when none runs there and
 * another org may: whoever is signed in to one at this address, or names its authority, means that.
 */
async function findLocalWay(
  context: Context,
  { origin, port }: URL,
  flag: string | undefined,
): Promise<Way | undefined> {
  const { running, url, apiToken, caCertificate: trust } = await awaitStart(context);
  if (url === undefined || apiToken === undefined || new URL(url).port !== port) return undefined;
  if (trust === undefined) return undefined;
  if (running) {
    const credential = { kind: "api-token", token: apiToken } as const;
    const org = connectOrg(context, { orgUrl: url, trust, flagValue: "local", credential });
    return { route: { trust }, access: { kind: "signed-in", org }, isLocal: true };
  }
  if (context.env["NODE_EXTRA_CA_CERTS"] !== undefined) return undefined;
  if ((await findAccess(context, origin, flag)).kind === "signed-in") return undefined;
  // Trusted already: it may start any moment.
  const access = absent("The local org is not running.", `Start it: ${hint("local start")}`);
  return { route: { trust }, access, isLocal: true };
}

/** An org that is only starting listens before it says so: whoever asks it then without its authority does not trust it. */
async function awaitStart({
  localOrgDirectory,
  clock,
  signal,
}: Pick<Context, "localOrgDirectory" | "clock" | "signal">): Promise<LocalOrgStatus> {
  const { isLocalOrgOwned, readLocalOrgStatus } = await import("../local-org/index.ts");
  const until = clock.now().getTime() + patienceMilliseconds;
  for (;;) {
    const isOwned = await isLocalOrgOwned(localOrgDirectory);
    const status = await readLocalOrgStatus(localOrgDirectory);
    if (status.running || !isOwned || clock.now().getTime() > until) return status;
    await clock.sleep(lookMilliseconds, signal);
  }
}

async function findAccess(context: Context, origin: string, flag: string | undefined): Promise<OrgAccess> {
  const notSignedIn = absent(
    `You are not signed in to ${new URL(origin).host}.`,
    `Sign in: ${hint("login", { org: origin })}`,
  );
  try {
    const { readProfiles } = await import("../auth/profiles/profile-file.ts");
    const book = readProfiles(context);
    const chosen = await chooseOrg(context, { org: flag }, async () => book);
    const found =
      chosen.kind === "okta" && (await fits(context, chosen, origin))
        ? chosen
        : findProfile(await book, origin);
    if (found === undefined) return notSignedIn;
    const credential = found.credential ?? (found.profile && (await readSaved(context, found.profile)));
    if (credential === undefined) return notSignedIn;
    const flagValue = found.profile?.name;
    return {
      kind: "signed-in",
      org: connectOrg(context, {
        orgUrl: found.orgUrl,
        credential,
        ...(flagValue !== undefined && { flagValue }),
      }),
    };
  } catch (error) {
    if (!(error instanceof OktaUnlockError) || error.code === "interrupted" || flag !== undefined)
      throw error;
    return absent(`You are not signed in to ${new URL(origin).host}: ${error.message}`, error.said.next);
  }
}

type OktaChoice = Extract<ChosenOrg, { readonly kind: "okta" }>;

function absent(why: string, next: string): OrgAccess {
  return { kind: "absent", why, next };
}

/** The same address, or the same org by another one: a custom domain. */
async function fits(context: Context, chosen: OktaChoice, origin: string): Promise<boolean> {
  if (chosen.orgUrl === origin) return true;
  try {
    const [one, other] = await Promise.all([
      identifyOrg(context, chosen.orgUrl),
      identifyOrg(context, origin),
    ]);
    return one.id === other.id;
  } catch (error) {
    if (error instanceof OktaUnlockError) return false;
    throw error;
  }
}

function findProfile(
  book: ProfileBook,
  origin: string,
): Pick<OktaChoice, "orgUrl" | "profile" | "credential"> | undefined {
  const profile = findProfileByUrl(book, origin);
  return profile === undefined ? undefined : { orgUrl: profile.orgUrl, profile };
}

async function readSaved(context: Context, profile: Profile): Promise<Credential> {
  const { readCredential } = await import("../auth/profiles/saved-sign-ins.ts");
  return readCredential(context, profile);
}
