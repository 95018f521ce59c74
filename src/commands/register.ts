import { Command } from "commander";
import type { Session } from "../terminal/session.ts";
import type { RegisterFlags } from "../flows/register/register.ts";

const notes = `
Examples:
  okta-unlock register
  okta-unlock register --org https://dev-1.okta.com --with-token < token.txt
  okta-unlock register --local

Okta has no sign-up API. A registration server of your own, which speaks Okta's
old protocol, can create an org without a browser. OKTA_CLI_REGISTRATION_URL is
its address, and OKTA_CLI_REGISTRATION_ID the form. It needs --first-name,
--last-name, --email and --country, or OKTA_UNLOCK_FIRST_NAME, _LAST_NAME,
_EMAIL and _COUNTRY. It is asked every 4 seconds, or as often as
OKTA_UNLOCK_REGISTRATION_INTERVAL says.`;

/** `register`: from no org to a signed-in one, or to a local one. */
export function declareRegister(session: Session): Command {
  return new Command("register")
    .description("Shows how to get an Okta org, waits for its URL, and signs in to it.")
    .option("--org <url>", "the URL of the org you signed up for (default: asks for it)")
    .option("--name <name>", "name of the profile (default: from the URL)")
    .option("--no-open", "don't open the sign-up page in the browser")
    .option("--with-token", "read the API token from stdin")
    .option("--insecure-storage", "keep the secret in a file instead of the keyring")
    .option("--local", "use a local org instead: no account, no network")
    .option("--first-name <name>", "with your own registration server: the owner's first name")
    .option("--last-name <name>", "with your own registration server: the owner's last name")
    .option("--email <address>", "with your own registration server: the login")
    .option("--country <country>", "with your own registration server: the country")
    .addHelpText("after", notes)
    .action(async (flags: RegisterFlags) => {
      const { runRegister, registeredView } = await import("../flows/register/register.ts");
      session.present(await runRegister(session.context, flags), registeredView);
    });
}
