import { Command } from "commander";
import type { Session } from "../terminal/session.ts";
import type { RegisterFlags } from "../flows/register/register.ts";

const notes = `
Examples:
  okta-unlock register
  okta-unlock register --org https://dev-1.okta.com --with-token < token.txt
  okta-unlock register --local

Okta has no sign-up API. Only a server of your own that speaks the old protocol
makes an org without a browser: OKTA_CLI_REGISTRATION_URL names it, and
OKTA_CLI_REGISTRATION_ID the form. It takes --first-name, --last-name, --email
and --country, or OKTA_UNLOCK_FIRST_NAME, _LAST_NAME, _EMAIL and _COUNTRY. It is
asked every 4 seconds, or as often as OKTA_UNLOCK_REGISTRATION_INTERVAL says.`;

/** `register`: from no org to a signed-in one, or to a local one. */
export function registerCommand(session: Session): Command {
  return new Command("register")
    .description("Shows how to get an Okta org, waits for its URL, and signs in to it.")
    .option("--org <url>", "the URL of the org you signed up for; asked otherwise")
    .option("--name <name>", "name of the profile (default: from the URL)")
    .option("--no-open", "don't open the sign-up page in the browser")
    .option("--with-token", "read the API token from stdin")
    .option("--insecure-storage", "keep the secret in a file instead of the keyring")
    .option("--local", "a local org instead: no account, no network")
    .option("--first-name <name>", "with a server of your own: whose org it is")
    .option("--last-name <name>", "with a server of your own: whose org it is")
    .option("--email <address>", "with a server of your own: the login")
    .option("--country <country>", "with a server of your own")
    .addHelpText("after", notes)
    .action(async (flags: RegisterFlags) => {
      const { runRegister, registeredView } = await import("../flows/register/register.ts");
      session.present(await runRegister(session.context, flags), registeredView);
    });
}
