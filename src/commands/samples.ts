import { Command, Option } from "commander";
import { createRepeatableOption } from "../terminal/given-values.ts";
import { explain } from "../terminal/help-text.ts";
import type { Session } from "../terminal/session.ts";
import type { BuildFlags } from "./samples/build.ts";
import type { CheckFlags } from "./samples/check.ts";

/** `samples build|check`: what authors of guides quote. */
export function declareSamples(session: Session): Command {
  return new Command("samples")
    .description(
      "Builds the sample projects and the snippets of Okta's guides, and checks whether they are current.",
    )
    .addCommand(declareBuild(session))
    .addCommand(declareCheck(session));
}

const buildExamples = [
  "okta-unlock samples build --out samples",
  "okta-unlock samples build --out ios --platform ios",
  "okta-unlock samples build --out docs --guide unlock-mobile-app-with-biometrics",
];

function declareBuild(session: Session): Command {
  const command = new Command("build")
    .summary("write every sample project and every snippet of the guides")
    .description(
      "Writes the sample projects and the snippets of the guides into a folder. The same version writes the same bytes. " +
        "Uses no network. A folder with other files is refused; in one that was built before, files of yours stay.",
    )
    .addOption(createOutOption())
    .addOption(
      createRepeatableOption(
        "--platform <name>",
        "only this platform: ios, android, react-native (repeatable)",
      ),
    )
    .addOption(createRepeatableOption("--guide <name>", "only this guide (repeatable)"))
    .option("--issuer <url>", "the issuer that the samples name; a placeholder by default")
    .option("--client-id <id>", "the client ID that the samples name; a placeholder by default");
  return explain(command, { examples: buildExamples }).action(async (flags: BuildFlags) => {
    const { runSamplesBuild, builtView } = await import("./samples/build.ts");
    session.present(await runSamplesBuild(session.context, flags), builtView);
  });
}

const checkExamples = [
  "okta-unlock samples check --out samples",
  "okta-unlock samples check --out samples --json",
];

function declareCheck(session: Session): Command {
  const command = new Command("check")
    .summary("fail when a folder is not as samples build makes it")
    .description(
      "Compares a folder with what samples build writes there, and prints the differences. Changes nothing, and uses no network. " +
        "Exits with 8 when a file is stale, was edited by hand, is missing, or is not one of the samples.",
    )
    .addOption(createOutOption());
  return explain(command, { examples: checkExamples }).action(async (flags: CheckFlags) => {
    const { runSamplesCheck, checkedView } = await import("./samples/check.ts");
    const { result, failure } = await runSamplesCheck(session.context, flags);
    session.present(result, checkedView);
    if (failure !== undefined) throw failure;
  });
}

function createOutOption(): Option {
  return new Option("--out <dir>", "the folder of the samples");
}
