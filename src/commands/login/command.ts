import { Command, Option } from "commander";
import type { Session } from "../../terminal/session.ts";
import type { LoginFlags } from "./run.ts";
import { loginView } from "./view.ts";

const examples = `
Examples:
  okta-unlock login
  okta-unlock login --org https://dev-1.okta.com --name dev
  okta-unlock login --org https://dev-1.okta.com --with-token < token.txt

An API token is never a flag: the hidden prompt, stdin, or OKTA_CLIENT_TOKEN.`;

/** `login`: org URL, then API token, checked at once and kept. */
export function loginCommand(session: Session): Command {
  return new Command("login")
    .description("Signs in to an Okta org, checks the credential, and keeps it as a profile.")
    .addOption(new Option("--org <url>", "the URL of your org (OKTA_CLIENT_ORGURL)"))
    .option("--name <name>", "what the profile is called; from the URL when left out")
    .option("--with-token", "read the API token from stdin")
    .option("--insecure-storage", "keep the secret in a file instead of the keyring")
    .addHelpText("after", examples)
    .action(async (flags: LoginFlags) => {
      const { runLogin } = await import("./run.ts");
      session.present(await runLogin(session.context, flags), loginView);
    });
}
