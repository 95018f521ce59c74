import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { chooseOrg } from "../../org/choose-org.ts";
import { readProfiles } from "../../org/profiles/profile-file.ts";
import type { OrgUrl } from "../../values/org-url.ts";
import { askForOrgUrl } from "../ask-org-url.ts";
import type { Gathering } from "../fields.ts";

/** The org to sign in to, and the token that the environment has for it. */
export interface LoginOrg {
  readonly orgUrl: OrgUrl;
  readonly token?: string;
}

/** `--org`, OKTA_UNLOCK_ORG, OKTA_CLIENT_ORGURL, or the question; the current profile is not meant here. */
export async function chooseLoginOrg(
  context: Context,
  gathering: Gathering,
  flag: string | undefined,
): Promise<LoginOrg | undefined> {
  const chosen = await chooseOrg(context, { org: flag }, async () => {
    const { profiles } = await readProfiles(context);
    return { profiles };
  });
  if (chosen.kind === "local") throw needsNoSignIn();
  if (chosen.kind === "okta") {
    for (const note of chosen.notes) context.log.info(note);
    const { orgUrl, credential } = chosen;
    if (credential?.kind === "service-app") throw isServiceApp();
    return { orgUrl, ...(credential !== undefined && { token: credential.token }) };
  }
  if (context.interaction.canAsk) return { orgUrl: await askForOrg(context) };
  return gathering.missing("org URL: --org <url>, or OKTA_CLIENT_ORGURL");
}

async function askForOrg({ prompts, log }: Context): Promise<OrgUrl> {
  const { value, notes } = await askForOrgUrl(prompts);
  for (const note of notes) log.info(note);
  return value;
}

function isServiceApp(): OktaUnlockError {
  return new OktaUnlockError("invalid-value", {
    message: "A service app that is in the environment needs no sign-in.",
    why: "OKTA_CLIENT_AUTHORIZATIONMODE=PrivateKey is used by every command as it is; login keeps API tokens.",
    next: "See who it is: okta-unlock whoami",
  });
}

function needsNoSignIn(): OktaUnlockError {
  return new OktaUnlockError("invalid-value", {
    message: "The local org needs no sign-in.",
    why: "okta-unlock knows its API token already.",
    next: "Make it the current one: okta-unlock orgs use local",
  });
}
