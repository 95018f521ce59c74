import { Command, Option } from "commander";
import { createRepeatableOption, createSwitchOptions } from "../../terminal/given-values.ts";
import { explain } from "../../terminal/help-text.ts";
import type { Session } from "../../terminal/session.ts";
import { isSwitch } from "../../terminal/switches.ts";
import {
  createGithubOutputOption,
  createIfExistsOption,
  createOrgOption,
  createProvisionOptions,
} from "../../flows/shared-options.ts";
import type { Answer } from "../../project/answer.ts";
import { answerRows } from "../../project/answers.ts";
import type { CreateFlags } from "./answers.ts";

const examples = [
  "okta-unlock create my-app",
  "# In a local org: no account, no questions",
  "okta-unlock create my-app --platform ios --org local --yes",
  "okta-unlock create my-app --platform android --org local --dry-run",
  "okta-unlock create my-app --install --package-manager pnpm",
  "okta-unlock create my-app --template ../acme-ios --org acme",
];

const notes = "An API token is never a flag: use OKTA_CLIENT_TOKEN or the hidden prompt.";

/** `create [dir]`: the main job. */
export function declareCreate(session: Session): Command {
  const command = new Command("create")
    .description(
      "Creates a mobile project and its native Okta app, with everything that the app needs in the org.",
    )
    .argument("[dir]", "the folder to create; derived from the name by default");
  command.optionsGroup("The project:");
  for (const option of answerRows.flatMap(([, row]) => toOptions(row))) command.addOption(option);
  command
    .option("--template <folder>", "a template of your own, which says its platform")
    .optionsGroup("The app and its org:")
    .addOption(createOrgOption())
    .option("--issuer <url>", "with --client-id: use an existing app; no org is contacted")
    .option("--client-id <id>", "with --issuer: the client ID of that app");
  for (const option of createProvisionOptions()) command.addOption(option);
  command
    .addOption(createIfExistsOption())
    .optionsGroup("This run:")
    .option("--no-git", "do not create a git repository");
  for (const option of createSwitchOptions("--install", "install the dependencies (React Native)"))
    command.addOption(option);
  command
    .option(
      "--package-manager <name>",
      "with --install: npm, pnpm, yarn or bun; by default the one that started this run",
    )
    .addOption(createGithubOutputOption())
    .option("--dry-run", "print the files and the requests; change nothing and use no network");
  return explain(command, { examples, notes }).action(
    async (argument: string | undefined, flags: CreateFlags) => {
      const input = { argument, flags };
      const { createView, previewView } = await import("./view.ts");
      if (flags.dryRun === true) {
        const { previewCreate } = await import("./preview.ts");
        session.present(await previewCreate(session.context, input), previewView);
        return;
      }
      const { runCreate } = await import("./run.ts");
      const result = await runCreate(session.context, input);
      session.present(result, createView);
      if (result.install?.failure !== undefined) throw result.install.failure;
    },
  );
}

function toOptions({ flag, help, isRepeatable }: Answer<unknown>): readonly Option[] {
  if (isSwitch(flag)) return createSwitchOptions(flag, help);
  return [isRepeatable === true ? createRepeatableOption(flag, help) : new Option(flag, help)];
}
