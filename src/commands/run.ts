import { Command, Option } from "commander";
import { platforms } from "../values/platform.ts";
import { createForeignArgument } from "../terminal/given-values.ts";
import { explain } from "../terminal/help-text.ts";
import type { Session } from "../terminal/session.ts";
import {
  createOrgOption,
  createProvisionOptions,
  createTimeToLiveOption,
  createUriOptions,
} from "../flows/shared-options.ts";
import type { RunFlags } from "./run-answers.ts";

const examples = [
  "okta-unlock run -- npm test",
  "# In a local org, with an app that lives for 30 minutes at most",
  "okta-unlock run --org local --ttl 30m -- sh -c 'npm run build; npm test'",
];

/** `run -- <command>`: an app for as long as a command runs. */
export function declareRun(session: Session): Command {
  const command = new Command("run")
    .description(
      "Creates an ephemeral native app, runs a command, and deletes the app however the command ends. " +
        "The command gets OKTA_ISSUER, OKTA_CLIENT_ID, OKTA_REDIRECT_URI, OKTA_POST_LOGOUT_REDIRECT_URI and OKTA_ORG_URL. " +
        "The exit code is the command's.",
    )
    .usage("[options] -- <command...>")
    // Also without the `--`, which PowerShell takes away.
    .passThroughOptions()
    .addArgument(
      createForeignArgument("<command...>", "after --: the program and its arguments; no shell is started"),
    );
  for (const option of createRunOptions()) command.addOption(option);
  const notes = "In CI it signs in with the variables OKTA_CLIENT_*: help environment lists them.";
  return explain(command, { examples, notes }).action(async (line: readonly string[], flags: RunFlags) => {
    const { runRun } = await import("./run-action.ts");
    session.exitCode = await runRun(session.context, line, flags);
  });
}

function createRunOptions(): Option[] {
  return [
    new Option("--platform <name>", `the platform that the app is named after: ${platforms.join(", ")}`),
    new Option("--name <name>", "the label of the app; a unique suffix is added"),
    ...createUriOptions("repeatable; the command gets the first"),
    createOrgOption(),
    ...createProvisionOptions(),
    createTimeToLiveOption(),
    new Option("--run-id <id>", "the job that the app is for (default: from the CI system)"),
    // Not --env-file: Node reads that itself, also behind a script's name. https://github.com/nodejs/node/issues/54232
    new Option("--write-env <path>", "also write the variables to a file; it is deleted at the end"),
    new Option("--pass-credentials", "pass OKTA_CLIENT_TOKEN and other credentials to the command"),
  ];
}
