import { hint } from "../hints.ts";
import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import { type ChosenOrg, chooseOrg } from "../auth/choose-org.ts";
import type { Profile } from "../auth/profiles/profile.ts";
import type { OrgUrl } from "../values/org-url.ts";
import { askForOrgUrl } from "./ask-org-url.ts";
import type { Destination, OktaDestination } from "./org-session.ts";
import type { Gathering } from "./fields.ts";

/** With one placeholder for all that it takes: it stands in a command to be typed. */
const orgFlag = "--org <org>";

/** Which org is asked for. */
export interface WantedOrg {
  /** `--org`. */
  readonly flag: string | undefined;
  /** True with --dry-run: no request is sent, so no token is needed. */
  readonly isPreview: boolean;
}

/** Finds the org: `--org`, then OKTA_UNLOCK_ORG, OKTA_CLIENT_ORGURL, the current profile, the question. */
export async function chooseDestination(
  context: Context,
  gathering: Gathering,
  wanted: WantedOrg,
): Promise<Destination | undefined> {
  const chosen = await choose(context, gathering, wanted.flag);
  if (chosen?.kind !== "missing") return chosen && complete(context, gathering, chosen, wanted);
  if (context.interaction.canAsk) {
    const destination = await askForOrg(context, chosen.credential, wanted);
    gathering.answered({ flag: orgFlag, value: nameDestination(destination) });
    return destination;
  }
  for (const line of chosen.what) gathering.missing(line, { flag: orgFlag });
  return undefined;
}

async function choose(
  context: Context,
  gathering: Gathering,
  org: string | undefined,
): Promise<ChosenOrg | undefined> {
  try {
    return await chooseOrg(context, { org }, async () => {
      const { readProfiles } = await import("../auth/profiles/profile-file.ts");
      return readProfiles(context);
    });
  } catch (error) {
    if (error instanceof OktaUnlockError && error.code === "missing-input") {
      for (const line of error.details) gathering.missing(line);
      const isOrgKnown = org !== undefined || context.env["OKTA_CLIENT_ORGURL"] !== undefined;
      return isOrgKnown
        ? undefined
        : gathering.missing("org: --org <profile|url|local>, or OKTA_CLIENT_ORGURL", { flag: orgFlag });
    }
    if (!(error instanceof OktaUnlockError) || error.code !== "invalid-value") throw error;
    const line = `${error.said.message} ${error.said.why ?? ""} ${error.said.next}`;
    // What the environment has wrong may be a key, which no flag mends.
    return gathering.refused(line, org === undefined ? undefined : { flag: orgFlag, refused: org });
  }
}

/** Adds the credential: that of the environment or of the profile, or a sign-in on the spot. */
async function complete(
  context: Context,
  gathering: Gathering,
  chosen: Exclude<ChosenOrg, { readonly kind: "missing" }>,
  { isPreview }: WantedOrg,
): Promise<Destination | undefined> {
  if (chosen.warning !== undefined) context.log.warn(chosen.warning);
  if (chosen.kind === "local") return { kind: "local" };
  for (const note of chosen.notes) context.log.info(note);
  const { orgUrl, profile, credential } = chosen;
  if (credential !== undefined) return { kind: "okta", orgUrl, credential };
  if (isPreview) return toPreview(orgUrl, profile);
  if (profile !== undefined) return useProfile(context, profile);
  if (context.interaction.canAsk) return signInTo(context, orgUrl);
  return gathering.missing(
    `a sign-in to ${orgUrl}: OKTA_CLIENT_TOKEN (never a flag), or sign in once: ${hint("login", { org: orgUrl })}`,
  );
}

/** A preview sends no request, so that it needs no credential. */
function toPreview(orgUrl: OrgUrl, profile?: Profile): OktaDestination {
  return { kind: "okta", orgUrl, credential: { kind: "api-token", token: "" }, ...(profile && { profile }) };
}

async function useProfile(context: Context, profile: Profile): Promise<OktaDestination> {
  const { readCredential } = await import("../auth/profiles/saved-sign-ins.ts");
  return {
    kind: "okta",
    orgUrl: profile.orgUrl,
    profile,
    credential: await readCredential(context, profile),
  };
}

/** As `--org` takes it. */
function nameDestination(destination: Destination): string {
  return destination.kind === "local" ? "local" : (destination.profile?.name ?? destination.orgUrl);
}

async function askForOrg(
  context: Context,
  credential: Extract<ChosenOrg, { readonly kind: "missing" }>["credential"],
  { isPreview }: WantedOrg,
): Promise<Destination> {
  const kind = await context.prompts.select({
    message: "Which Okta org?",
    choices: [
      { value: "local", name: "A local one", description: "Runs on this machine: no account, no network." },
      { value: "okta", name: "My own", description: "Signs in to it first; you need its URL." },
      {
        value: "none",
        name: "I have none yet",
        description: "Shows how to get one at Okta, and waits for it.",
      },
    ],
  });
  if (kind === "local") return { kind: "local" };
  if (kind === "none") return registerFirst(context);
  if (!isPreview && credential === undefined) return signInTo(context, undefined);
  const { value, notes } = await askForOrgUrl(context.prompts);
  for (const note of notes) context.log.info(note);
  return credential === undefined ? toPreview(value) : { kind: "okta", orgUrl: value, credential };
}

/** What `login` does, then on with the command. What was kept is read back: a refresh token is replaced where it lies. */
async function signInTo(context: Context, orgUrl: OrgUrl | undefined): Promise<OktaDestination> {
  const { signIn } = await import("./sign-in/login.ts");
  const flags = orgUrl === undefined ? {} : { org: orgUrl };
  const { kept, ...signedIn } = await signIn(context, flags, { isKeepingOptional: true });
  if (kept !== undefined) return useProfile(context, kept.profile);
  return { kind: "okta", orgUrl: signedIn.orgUrl, credential: signedIn.credential };
}

async function registerFirst(context: Context): Promise<Destination> {
  const { runRegister } = await import("./register/register.ts");
  const result = await runRegister(context, {});
  return result.kind === "local" ? { kind: "local" } : useProfile(context, result.login.profile);
}
