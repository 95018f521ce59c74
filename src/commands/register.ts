import { Command } from "commander";
import { explain } from "../terminal/help-text.ts";
import type { Session } from "../terminal/session.ts";
import type { RegisterFlags } from "../flows/register/register.ts";

const examples = [
  "okta-unlock register",
  "# You have an org: its URL, and an API token in a file",
  "okta-unlock register --org https://dev-1.okta.com --with-token < token.txt",
  "# No account, no network",
  "okta-unlock register --local",
];

const notes =
  "Okta has no sign-up API. A registration server of your own, which speaks Okta's old protocol, can create an org without a " +
  "browser. OKTA_CLI_REGISTRATION_URL is its address, and OKTA_CLI_REGISTRATION_ID the form. It needs --first-name, --last-name, " +
  "--email and --country. It is asked every 4 seconds, or as often as OKTA_UNLOCK_REGISTRATION_INTERVAL says.";

/** `register`: from no org to a signed-in one, or to a local one. */
export function declareRegister(session: Session): Command {
  const command = new Command("register")
    .description("Shows how to get an Okta org, waits for its URL, and signs in to it.")
    .option("--org <url>", "the URL of the org you signed up for (default: asks for it)")
    .option("--name <name>", "name of the profile (default: from the URL)")
    .option("--no-open", "don't open the sign-up page in the browser")
    .option("--with-token", "read the API token from stdin")
    .option("--insecure-storage", "keep the secret in a file instead of the keyring")
    .option("--local", "use a local org instead: no account, no network")
    .optionsGroup("With a registration server of your own:")
    .option("--first-name <name>", "the owner's first name")
    .option("--last-name <name>", "the owner's last name")
    .option("--email <address>", "the owner's email address, which is the login")
    .option("--country <country>", "the owner's country");
  return explain(command, { examples, notes }).action(async (flags: RegisterFlags) => {
    const { runRegister, registeredView } = await import("../flows/register/register.ts");
    session.present(await runRegister(session.context, flags), registeredView);
  });
}
