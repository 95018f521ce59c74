import { hint } from "../../hints.ts";
import { chooseOrg } from "../../auth/choose-org.ts";
import type { ApiTokenCredential, ServiceAppCredential } from "../../auth/credential.ts";
import { readOktaYaml } from "../../auth/sign-in/okta-yaml.ts";
import { readProfiles } from "../../auth/profiles/profile-file.ts";
import { identifyOrg, type OrgIdentity } from "../../auth/identify-org.ts";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { OrgUrl } from "../../values/org-url.ts";
import { askForOrgUrl } from "../ask-org-url.ts";
import type { Gathering } from "../fields.ts";
import type { LoginFlags } from "./flags.ts";

/** The org to sign in to, and what is known of it already. */
export interface LoginOrg {
  readonly orgUrl: OrgUrl;
  /** From the environment, or from `~/.okta/okta.yaml` after a yes. */
  readonly credential?: ApiTokenCredential | ServiceAppCredential;
  readonly identity?: OrgIdentity;
}

/** `--org`, OKTA_UNLOCK_ORG, OKTA_CLIENT_ORGURL, or the question; the current profile is not meant here. */
export async function chooseLoginOrg(
  context: Context,
  gathering: Gathering,
  flags: LoginFlags,
): Promise<LoginOrg | undefined> {
  const chosen = await chooseOrg(chooseSource(context, flags), { org: flags.org }, async () => {
    const { profiles } = await readProfiles(context);
    return { profiles };
  });
  if (chosen.kind === "local") throw createLocalSignInError();
  const { credential } = chosen;
  const known = credential === undefined ? {} : { credential };
  if (chosen.kind === "okta") {
    for (const note of chosen.notes) context.log.info(note);
    return { orgUrl: chosen.orgUrl, ...known };
  }
  if (context.interaction.canAsk) return { ...(await askForOrg(context)), ...known };
  return gathering.missing("org URL: --org <url>, or OKTA_CLIENT_ORGURL", { flag: "--org <url>" });
}

/** What the flags say of the credential is meant, so that the environment need not be complete. */
function chooseSource({ env, secrets, cwd }: Context, { clientId, privateKey, withToken }: LoginFlags) {
  const isByFlags = clientId !== undefined || privateKey !== undefined || withToken === true;
  if (!isByFlags) return { env, secrets, cwd };
  const { OKTA_CLIENT_TOKEN: _token, OKTA_CLIENT_AUTHORIZATIONMODE: _mode, ...others } = env;
  return { env: others, secrets, cwd };
}

/** Asks until an org answers at the address. */
export async function askForOrg(context: Context): Promise<Required<Omit<LoginOrg, "credential">>> {
  const { prompts, log } = context;
  for (;;) {
    const { value: orgUrl, notes } = await askForOrgUrl(prompts);
    for (const note of notes) log.info(note);
    try {
      const identity = await log.step(`Contact ${orgUrl}`, () => identifyOrg(context, orgUrl));
      return { orgUrl, identity };
    } catch (error) {
      if (!isTypingError(error)) throw error;
      log.warn(`${error.message} ${error.why ?? ""}`.trim());
    }
  }
}

function isTypingError(error: unknown): error is OktaUnlockError {
  return error instanceof OktaUnlockError && ["not-an-okta-org", "network-unreachable"].includes(error.code);
}

function createLocalSignInError(): OktaUnlockError {
  return new OktaUnlockError("invalid-value", {
    message: "The local org needs no sign-in.",
    why: "okta-unlock already knows its API token.",
    next: `Make it the current one: ${hint("orgs use", { args: ["local"] })}`,
  });
}

/** Asks an address which org it is, unless that is known, and says what a person should know of it. Throws what `identifyOrg` does. */
export async function checkOrg(context: Context, { orgUrl, identity }: LoginOrg): Promise<OrgIdentity> {
  const { log } = context;
  const met = identity ?? (await log.step(`Contact ${orgUrl}`, () => identifyOrg(context, orgUrl)));
  if (met.canonicalUrl !== orgUrl) log.info(`  ${new URL(orgUrl).host} is a domain of ${met.canonicalUrl}.`);
  if (met.engine === "classic")
    log.warn("This org runs on Okta's Classic Engine, which has no sign-on policies for individual apps.");
  return met;
}

/**
 * Offers what `~/.okta/okta.yaml` holds. It is never taken without a yes, and not asked about when an org or a credential
 * was named.
 */
export async function offerOktaYaml(context: Context, flags: LoginFlags): Promise<LoginOrg | undefined> {
  const { env, interaction, prompts } = context;
  const { org, withToken, clientId, privateKey, bootstrap } = flags;
  const named = [org, env["OKTA_UNLOCK_ORG"], env["OKTA_CLIENT_ORGURL"], clientId, privateKey];
  const isNamed = named.some((value) => value !== undefined) || withToken === true || bootstrap === true;
  if (isNamed || !interaction.canAsk) return undefined;
  const found = await readOktaYaml(context);
  if (found === undefined) return undefined;
  const { path, orgUrl, credential } = found;
  const what = credential.kind === "api-token" ? "the API token" : `the service app ${credential.clientId}`;
  const message = `Sign in to ${orgUrl} with ${what} in ${path}?`;
  const isWanted = await prompts.confirm({ message, default: true });
  return isWanted ? { orgUrl, credential } : undefined;
}
