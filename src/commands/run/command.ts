import { Command, Option } from "commander";
import { platforms } from "../../project/answers.ts";
import { repeatableOption } from "../../terminal/command-line.ts";
import type { Session } from "../../terminal/session.ts";
import { orgOption, timeToLiveOption } from "../shared-options.ts";
import type { RunFlags } from "./answers.ts";

/** `run -- <command>`: an app for as long as a command runs. */
export function runCommand(session: Session): Command {
  return (
    new Command("run")
      .description(
        "Makes an ephemeral native app, runs a command with OKTA_ISSUER, OKTA_CLIENT_ID, OKTA_REDIRECT_URI, " +
          "OKTA_POST_LOGOUT_REDIRECT_URI and OKTA_ORG_URL in its environment, and removes the app however the command ends. " +
          "The exit code is the command's.",
      )
      .usage("[options] -- <command...>")
      .argument("<command...>", "the program and its arguments, behind --; no shell is started")
      .addOption(new Option("--platform <platform>", "what the app is named after").choices(platforms))
      .option("--name <name>", "the label of the app, before what makes it unique")
      .addOption(
        repeatableOption("--redirect-uri <uri>", "may be given more than once; the command gets the first"),
      )
      .addOption(repeatableOption("--post-logout-redirect-uri <uri>", "may be given more than once"))
      .addOption(orgOption())
      .addOption(timeToLiveOption())
      .option("--run-id <id>", "the job it is for; what the CI system calls it unless given")
      // Not --env-file: Node reads that itself, also behind a script's name. https://github.com/nodejs/node/issues/54232
      .option("--write-env <path>", "write the variables into a file, too, and remove it at the end")
      .option("--pass-credentials", "leave OKTA_CLIENT_TOKEN and the like in the command's environment")
      .action(async (command: readonly string[], flags: RunFlags) => {
        const { runRun } = await import("./run.ts");
        session.exitCode = await runRun(session.context, command, flags);
      })
  );
}
