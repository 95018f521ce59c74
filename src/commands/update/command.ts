import { Command, Option } from "commander";
import { createIfExistsOption, createOrgOption } from "../../flows/shared-options.ts";
import { answerRows } from "../../project/answers.ts";
import { createRepeatableOption, createSwitchOptions } from "../../terminal/given-values.ts";
import { explain } from "../../terminal/help-text.ts";
import type { Session } from "../../terminal/session.ts";
import { isSwitch } from "../../terminal/switches.ts";
import type { UpdateFlags } from "./flags.ts";

const examples = [
  "okta-unlock update --dry-run",
  "okta-unlock update my-app",
  "# Change an answer, or choose which ones",
  "okta-unlock update my-app --lock-after 60 --yes",
  "okta-unlock update my-app --answers",
  "# Bring back a file that you deleted",
  "okta-unlock update my-app --restore README.md",
];

/** `update [dir]`: today's template in yesterday's project. */
export function declareUpdate(session: Session): Command {
  const command = new Command("update")
    .description(
      "Merges today's template into a project that okta-unlock made. What you changed stays; what both changed is marked as git does.",
    )
    .argument("[dir]", "the folder of the project, or one that holds several; here by default")
    .option("--answers", "change answers: asks which, unless flags below say it");
  for (const [name, { flag, help, label }] of answerRows) {
    if (name === "platform") continue;
    const options = isSwitch(flag)
      ? createSwitchOptions(flag, help)
      : [new Option(flag, `change the ${label}`)];
    for (const option of options) command.addOption(option);
  }
  command
    .addOption(createOrgOption())
    .addOption(createIfExistsOption())
    .addOption(createRepeatableOption("--restore [path]", "bring back a deleted file, or all (repeatable)"))
    .addOption(
      // A default of commander's would count as a value that was given before.
      new Option(
        "--conflicts <how>",
        "mark conflicts in the file (default), or write .rej files beside it",
      ).choices(["markers", "reject"]),
    )
    .option("--force", "update files that have changes without a commit; copies are kept")
    .option("--dry-run", "print the diff; change nothing and use no network");
  return explain(command, { examples }).action(async (argument: string | undefined, flags: UpdateFlags) => {
    const { runUpdate } = await import("./run.ts");
    const { updateView } = await import("./view.ts");
    const result = await runUpdate(session.context, argument, flags);
    session.present(result, updateView);
    const { exitCodes } = await import("../../errors.ts");
    if (result.conflicts > 0) session.exitCode = exitCodes.conflict;
  });
}
