import { Command } from "commander";
import { createRepeatableOption } from "../../terminal/command-line.ts";
import type { Session } from "../../terminal/session.ts";
import {
  githubOutputOption,
  ifExistsOption,
  orgOption,
  provisionOptions,
} from "../../flows/shared-options.ts";
import type { CreateFlags } from "./answers.ts";

const examples = `
Examples:
  okta-unlock create my-app
  okta-unlock create my-app --platform ios --org local --yes
  okta-unlock create my-app --platform ios --org local --dry-run

An API token is never a flag: OKTA_CLIENT_TOKEN, or the hidden prompt.`;

/** `create [dir]`: the main job. */
export function createCommand(session: Session): Command {
  const command = new Command("create")
    .description(
      "Makes a mobile project and the native Okta app behind it, with everything in the org that it needs.",
    )
    .argument("[dir]", "the folder to make; from the name when left out")
    .addOption(createRepeatableOption("--platform <name>", "ios"))
    .option("--name <name>", "what users see, in any script; from the folder when left out")
    .option("--bundle-id <id>", "com.example.<name> when left out")
    .option("--redirect-uri <uri>", "<bundle id>:/callback when left out")
    .option("--post-logout-redirect-uri <uri>", "<bundle id>:/logout when left out")
    .option("--unlock-policy <policy>", "biometric when left out, or biometric-or-passcode")
    .option("--lock-after <seconds>", "how long the app may be in the background; 60 when left out")
    .addOption(orgOption())
    .option("--issuer <url>", "with --client-id: an app that exists; no org is touched")
    .option("--client-id <id>", "with --issuer: the client ID of that app")
    .addOption(ifExistsOption())
    .option("--no-git", "make no git repository")
    .addOption(githubOutputOption())
    .option("--dry-run", "print the files and the requests; change nothing, no network")
    .addHelpText("after", examples);
  for (const option of provisionOptions()) command.addOption(option);
  return command.action(async (directory: string | undefined, flags: CreateFlags) => {
    const { createView, previewView } = await import("./view.ts");
    if (flags.dryRun === true) {
      const { previewCreate } = await import("./preview.ts");
      session.present(await previewCreate(session.context, directory, flags), previewView);
      return;
    }
    const { runCreate } = await import("./run.ts");
    session.present(await runCreate(session.context, directory, flags), createView);
  });
}
