import { Command } from "commander";
import { createRepeatableOption } from "../../terminal/command-line.ts";
import type { Session } from "../../terminal/session.ts";
import { assignOption, signOnPolicyOption } from "../../flows/provision-options.ts";
import { githubOutputOption, orgOption } from "../../flows/shared-options.ts";
import type { AppsUpdateFlags } from "./update-flags.ts";
import { updatedView, updatePreviewView } from "./update-view.ts";

const examples = `
Examples:
  okta-unlock apps update "My App" --add-redirect-uri com.example.myapp:/two
  okta-unlock apps update 0oa1b2c3d4 --rotation rotate --leeway 10 --dry-run
  okta-unlock apps update 0oa1b2c3d4 --assign group:Testers --assign group:QA`;

/** `apps update <app>`: changes an app after showing how. */
export function updateCommand(session: Session): Command {
  const command = new Command("update")
    .summary("change an app, after showing how")
    .description("Changes a native app: shows every difference, asks, and touches nothing else of it.")
    .argument("<app>", "its id, client ID or label")
    .option("--name <name>", "its label in the org");
  for (const flag of ["redirect-uri", "post-logout-redirect-uri"]) addListOptions(command, flag);
  command
    .option("--rotation <how>", "rotate: a new refresh token at each refresh; or static")
    .option("--leeway <seconds>", "how long a rotated refresh token stays good, 0 to 60")
    .addOption(assignOption())
    .addOption(signOnPolicyOption())
    .addOption(orgOption())
    .addOption(githubOutputOption())
    .option("--dry-run", "print the differences; change nothing")
    .addHelpText("after", examples);
  return command.action(async (app: string, flags: AppsUpdateFlags) => {
    const { runAppsUpdate, previewAppsUpdate } = await import("./update.ts");
    if (flags.dryRun === true) {
      session.present(await previewAppsUpdate(session.context, app, flags), updatePreviewView);
    } else session.present(await runAppsUpdate(session.context, app, flags), updatedView);
  });
}

function addListOptions(command: Command, flag: string): void {
  command
    .addOption(createRepeatableOption(`--${flag} <uri>`, "replace the list (repeatable)"))
    .addOption(createRepeatableOption(`--add-${flag} <uri>`, "one more (repeatable)"))
    .addOption(createRepeatableOption(`--remove-${flag} <uri>`, "one less (repeatable)"));
}
