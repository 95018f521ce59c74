import type { Context } from "../../context.ts";
import { assertApiToken } from "../../auth/credential.ts";
import type { OrgUrl } from "../../values/org-url.ts";
import type { Gathering } from "../fields.ts";

/** Where a token may come from. */
export interface TokenSources {
  readonly orgUrl: OrgUrl | undefined;
  /** `--with-token`. */
  readonly fromStdin: boolean;
  /** OKTA_CLIENT_TOKEN when it is for this org, or the token of `~/.okta/okta.yaml` after a yes. */
  readonly known: string | undefined;
}

/** The API token: stdin, the environment, the hidden prompt. Throws `invalid-value` for a text that can't be one. */
export async function gatherToken(
  context: Context,
  gathering: Gathering,
  { orgUrl, fromStdin, known }: TokenSources,
): Promise<string | undefined> {
  if (fromStdin) return readToken(context, gathering);
  if (known !== undefined) {
    if (known === context.env["OKTA_CLIENT_TOKEN"]) context.log.info("Using the token in OKTA_CLIENT_TOKEN.");
    return known;
  }
  if (orgUrl !== undefined && context.interaction.canAsk) return askForToken(context, orgUrl);
  return gathering.missing("API token: --with-token (from stdin), or OKTA_CLIENT_TOKEN; never a flag");
}

async function readToken(context: Context, gathering: Gathering): Promise<string | undefined> {
  const text = (await context.readInput()).trim();
  if (text === "") return gathering.missing("API token: stdin is empty");
  context.secrets.add(text);
  assertApiToken("stdin", text);
  return text;
}

async function askForToken({ prompts, log, secrets }: Context, orgUrl: OrgUrl): Promise<string> {
  log.info(`  Make an API token: Security > API > Tokens > Create token\n  ${tokensPage(orgUrl)}`);
  const answer = await prompts.password({
    message: "API token (hidden):",
    validate: (text) => (text.trim() === "" ? "Paste the token." : true),
  });
  const token = answer.trim();
  secrets.add(token);
  assertApiToken("The answer", token);
  return token;
}

/** In the Admin Console, which has a host of its own unless the org has a custom domain. */
function tokensPage(orgUrl: OrgUrl): string {
  const adminUrl = orgUrl.replace(
    /^(https:\/\/[^./]+)(\.(?:okta|oktapreview|okta-emea)\.com)$/u,
    "$1-admin$2",
  );
  return `${adminUrl}/admin/access/api/tokens`;
}
