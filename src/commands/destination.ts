import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import { type ChosenOrg, chooseOrg } from "../org/choose-org.ts";
import type { Credential } from "../org/credential.ts";
import type { Profile } from "../org/profiles/profile.ts";
import type { OrgUrl } from "../values/org-url.ts";
import { askForOrgUrl } from "./ask-org-url.ts";
import type { Gathering } from "./fields.ts";

/** The org that a command works on, and the credential for it. */
export type Destination = { readonly kind: "local" } | OktaDestination;

export interface OktaDestination {
  readonly kind: "okta";
  readonly orgUrl: OrgUrl;
  readonly credential: Credential;
  /** Whose sign-in it is; without one the credential came from the environment or the prompt. */
  readonly profile?: Profile;
}

/** Which org is asked for. */
export interface WantedOrg {
  /** `--org`. */
  readonly flag: string | undefined;
  /** True with --dry-run: no request is sent, so no token is needed. */
  readonly isPreview: boolean;
}

type Source = Pick<
  Context,
  "configDirectory" | "cwd" | "env" | "interaction" | "keyring" | "log" | "platform" | "prompts" | "secrets"
>;

/** Finds the org: `--org`, then OKTA_UNLOCK_ORG, OKTA_CLIENT_ORGURL, the current profile, the question. */
export async function chooseDestination(
  context: Source,
  gathering: Gathering,
  wanted: WantedOrg,
): Promise<Destination | undefined> {
  const chosen = await choose(context, gathering, wanted.flag);
  const isAsked = chosen?.kind === "missing" && context.interaction.canAsk;
  const found = isAsked ? await askForOrg(context, chosen.credential) : chosen;
  if (found?.kind !== "missing") return found && complete(context, gathering, found, wanted);
  for (const line of found.what) gathering.missing(line);
  return undefined;
}

async function choose(
  context: Source,
  gathering: Gathering,
  org: string | undefined,
): Promise<ChosenOrg | undefined> {
  try {
    return await chooseOrg(context, { org }, async () => {
      const { readProfiles } = await import("../org/profiles/profile-file.ts");
      return readProfiles(context);
    });
  } catch (error) {
    if (error instanceof OktaUnlockError && error.code === "missing-input") {
      for (const line of error.details) gathering.missing(line);
      const isOrgKnown = org !== undefined || context.env["OKTA_CLIENT_ORGURL"] !== undefined;
      return isOrgKnown
        ? undefined
        : gathering.missing("org: --org <profile|url|local>, or OKTA_CLIENT_ORGURL");
    }
    if (!(error instanceof OktaUnlockError) || error.code !== "invalid-value") throw error;
    return gathering.refused(`${error.message} ${error.why ?? ""} ${error.next}`);
  }
}

/** Adds the token, which may have to be asked for. */
async function complete(
  context: Source,
  gathering: Gathering,
  chosen: Exclude<ChosenOrg, { readonly kind: "missing" }>,
  { isPreview }: WantedOrg,
): Promise<Destination | undefined> {
  if (chosen.kind === "local") return chosen;
  for (const note of chosen.notes) context.log.info(note);
  const { orgUrl, profile, credential } = chosen;
  if (credential !== undefined) return { kind: "okta", orgUrl, credential };
  if (isPreview) return { kind: "okta", orgUrl, ...(profile && { profile }), credential: apiToken("") };
  if (profile !== undefined) {
    const { credentialOf } = await import("../org/profiles/sign-ins.ts");
    return { kind: "okta", orgUrl, profile, credential: await credentialOf(context, profile) };
  }
  const token = context.interaction.canAsk ? await askForToken(context) : undefined;
  if (token === undefined) {
    return gathering.missing(
      `API token for ${chosen.orgUrl}: OKTA_CLIENT_TOKEN (never a flag), or sign in once: okta-unlock login`,
    );
  }
  return { kind: "okta", orgUrl: chosen.orgUrl, credential: apiToken(token) };
}

function apiToken(token: string): Credential {
  return { kind: "api-token", token };
}

async function askForOrg(
  { prompts }: Source,
  credential: Extract<ChosenOrg, { readonly kind: "missing" }>["credential"],
): Promise<Exclude<ChosenOrg, { readonly kind: "missing" }>> {
  const kind = await prompts.select({
    message: "Which Okta org?",
    choices: [
      { value: "local", name: "A local one", description: "Runs on this machine: no account, no network." },
      { value: "okta", name: "My own", description: "You need its URL and an API token." },
    ],
  });
  if (kind === "local") return { kind: "local" };
  const answer = await askForOrgUrl(prompts);
  return { kind: "okta", orgUrl: answer.value, notes: answer.notes, ...(credential && { credential }) };
}

async function askForToken({ prompts, log, secrets }: Source): Promise<string> {
  log.info("  An API token: Admin Console > Security > API > Tokens > Create token.");
  const answer = await prompts.password({
    message: "API token (hidden, not kept):",
    validate: (text) => (text.trim() === "" ? "Paste the token." : true),
  });
  secrets.add(answer.trim());
  return answer.trim();
}
