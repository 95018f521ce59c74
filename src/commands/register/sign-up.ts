import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { signUpUrl } from "../../org/registration/server.ts";
import { identifyOrg } from "../../org/sign-in/identify-org.ts";
import { parseOrgUrl, type OrgUrl } from "../../values/org-url.ts";
import { askForOrgUrl } from "../ask-org-url.ts";
import { startGathering, explain } from "../fields.ts";
import { signUpWords } from "./sign-up-view.ts";

/** What says which org it is. */
interface SignUpFlags {
  readonly org?: string;
  readonly open?: boolean;
  readonly withToken?: boolean;
}

const example = "okta-unlock register --org https://dev-1.okta.com --with-token < token.txt";

/**
 * The URL of the org that a person signed up for, checked to be one. Without `--org` it says how to sign up, opens the page,
 * and asks until there is an org. Throws `missing-input` when nobody can be asked, and what `identifyOrg` does.
 */
export async function findOrg(context: Context, flags: SignUpFlags): Promise<OrgUrl> {
  const fromEnvironment = context.env["OKTA_CLIENT_ORGURL"];
  if (flags.org !== undefined) return checkGiven(context, flags.org);
  if (fromEnvironment !== undefined) {
    context.log.info("Using the org in OKTA_CLIENT_ORGURL.");
    return checkGiven(context, fromEnvironment);
  }
  context.log.show(signUpWords);
  if (!context.interaction.canAsk) throw nobodyToWaitFor(context, flags);
  if (flags.open !== false && (await context.openUrl(signUpUrl))) {
    context.log.info("The page is open in your browser.");
  }
  return askUntilThere(context);
}

async function checkGiven(context: Context, given: string): Promise<OrgUrl> {
  const gathering = startGathering(context, example);
  const parsed = parseOrgUrl(given);
  if (!parsed.ok) gathering.refused(`org URL (--org <url>): ${explain(parsed)}`);
  gathering.finish();
  if (!parsed.ok) throw new Error(parsed.problem);
  for (const note of parsed.notes) context.log.info(note);
  await assertIsOrg(context, parsed.value);
  return parsed.value;
}

async function assertIsOrg(context: Context, orgUrl: OrgUrl): Promise<void> {
  await context.log.step(`Looking whether ${orgUrl} is an Okta org`, () => identifyOrg(context, orgUrl));
}

/** An org that was ordered a moment ago may need one more, and a URL may be typed wrong: neither ends the run. */
async function askUntilThere(context: Context): Promise<OrgUrl> {
  try {
    for (;;) {
      const { value, notes } = await askForOrgUrl(context.prompts);
      for (const note of notes) context.log.info(note);
      if (await isThere(context, value)) return value;
    }
  } catch (error) {
    throw error instanceof OktaUnlockError && error.code === "interrupted" ? toBeContinued(error) : error;
  }
}

async function isThere(context: Context, orgUrl: OrgUrl): Promise<boolean> {
  try {
    await assertIsOrg(context, orgUrl);
    return true;
  } catch (error) {
    const isWorthAnother = ["not-an-okta-org", "network-unreachable", "okta-unavailable"];
    if (!(error instanceof OktaUnlockError) || !isWorthAnother.includes(error.code)) throw error;
    context.signal.throwIfAborted();
    context.log.warn(`${error.message} The mail has the right URL.`);
    return false;
  }
}

function toBeContinued(error: OktaUnlockError): OktaUnlockError {
  return new OktaUnlockError("interrupted", {
    message: error.message,
    next: "Go on when the mail with the org's URL has come: okta-unlock register --org <url>",
    cause: error,
  });
}

function nobodyToWaitFor(context: Context, { withToken }: SignUpFlags): OktaUnlockError {
  const hasToken = withToken === true || context.env["OKTA_CLIENT_TOKEN"] !== undefined;
  return new OktaUnlockError("missing-input", {
    message: "An org can't be had without a person: Okta has no sign-up API.",
    why: "Nobody can be asked in this run.",
    details: [
      `org URL: --org <url>, or OKTA_CLIENT_ORGURL, of the org you signed up for at ${signUpUrl}`,
      ...(hasToken ? [] : ["API token: --with-token (from stdin), or OKTA_CLIENT_TOKEN; never a flag"]),
    ],
    next: "Give what is listed, or take a local org, which needs no account: okta-unlock register --local",
  });
}
