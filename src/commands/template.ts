import { Command } from "commander";
import { explain } from "../terminal/help-text.ts";
import type { Session } from "../terminal/session.ts";

/** `template check|eject`: templates of one's own, for `create --template`. */
export function declareTemplate(session: Session): Command {
  return new Command("template")
    .description("Makes and checks a template of your own, for create --template.")
    .addCommand(declareCheck(session))
    .addCommand(declareEject(session));
}

const checkExamples = ["okta-unlock template check acme-ios", "okta-unlock template check acme-ios --json"];

function declareCheck(session: Session): Command {
  const command = new Command("check")
    .summary("list everything that is wrong with a template")
    .description(
      "Reads a template and renders it with answers that are hard on it. Lists all problems at once. Runs nothing of the template and writes nothing.",
    )
    .argument("<folder>", "the folder with template.json");
  return explain(command, { examples: checkExamples }).action(async (folder: string) => {
    const { runTemplateCheck, checkView } = await import("./template/check.ts");
    const { result, failure } = await runTemplateCheck(session.context, folder);
    session.present(result, checkView);
    if (failure !== undefined) throw failure;
  });
}

const ejectExamples = [
  "okta-unlock template eject ios acme-ios",
  "# Then make a project of it",
  "okta-unlock create my-app --template acme-ios",
];

function declareEject(session: Session): Command {
  const command = new Command("eject")
    .summary("copy a template of okta-unlock, as the start of your own")
    .description("Copies a template of okta-unlock to a new folder, as the start of your own.")
    .argument("<platform>", "ios, android or react-native")
    .argument("<folder>", "the folder to create");
  return explain(command, { examples: ejectExamples }).action(async (platform: string, folder: string) => {
    const { runTemplateEject, ejectView } = await import("./template/eject.ts");
    session.present(await runTemplateEject(session.context, platform, folder), ejectView);
  });
}
