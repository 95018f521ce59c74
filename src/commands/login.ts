import { Command, Option } from "commander";
import { explain } from "../terminal/help-text.ts";
import type { Session } from "../terminal/session.ts";
import type { LoginFlags } from "../flows/sign-in/flags.ts";

const examples = [
  "# Asks for everything",
  "okta-unlock login",
  "# An API token once, then the browser",
  "okta-unlock login --bootstrap",
  "okta-unlock login --org acme.okta.com --with-token < token.txt",
  "okta-unlock login --org acme.okta.com --client-id 0oa1b2",
  "# A service app",
  "okta-unlock login --org acme.okta.com --client-id 0oa1b2 --private-key key.pem",
];

const notes =
  "A token or key is never an argument: use the hidden prompt, stdin, a file, or OKTA_CLIENT_TOKEN and OKTA_CLIENT_PRIVATEKEY.";

/** `login`: org, then one of the ways to sign in; checked at once and kept. */
export function declareLogin(session: Session): Command {
  const command = new Command("login")
    .description("Signs in to an Okta org, shows what the credential can do, and saves it as a profile.")
    .addOption(new Option("--org <url>", "the URL of your org (OKTA_CLIENT_ORGURL)"))
    .option("--name <name>", "name of the profile (default: from the URL)")
    .addOption(createWithTokenOption())
    .option("--client-id <id>", "sign in on any device with this native app, or as this service app")
    .option("--private-key <file>", "the service app's key, PEM or JWK; - reads stdin")
    .addOption(new Option("--key-id <kid>", "the ID of the key, if the app has several"))
    .option("--scopes <scopes>", "okta.* scopes to request, separated by spaces or commas")
    .addOption(createBootstrapOption())
    .option("--revoke-token", "with --bootstrap: revoke the API token afterwards")
    .option("--no-open", "don't open the browser")
    .option("--insecure-storage", "keep the secret in a file instead of the keyring");
  return explain(command, { examples, notes }).action(async (flags: LoginFlags) => {
    const { runLogin, loginCommandView } = await import("../flows/sign-in/login.ts");
    session.present(await runLogin(session.context, flags), loginCommandView);
  });
}

function createWithTokenOption(): Option {
  return new Option("--with-token", "read the API token from stdin").conflicts(["clientId", "privateKey"]);
}

function createBootstrapOption(): Option {
  return new Option(
    "--bootstrap",
    "use an API token to create an app for signing in on any device, then sign in with it",
  ).conflicts(["clientId", "privateKey", "keyId"]);
}
