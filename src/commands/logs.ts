import { Command, Option } from "commander";
import { createOrgOption } from "../flows/shared-options.ts";
import { explain } from "../terminal/help-text.ts";
import type { Session } from "../terminal/session.ts";
import type { LogsFlags } from "./logs/flags.ts";

const examples = [
  "okta-unlock logs --follow",
  "okta-unlock logs",
  'okta-unlock logs --app "My App" --since 1h',
  "okta-unlock logs --app 0oa1b2c3d4 --follow --json",
];

const notes =
  "Reading the System Log takes the scope okta.logs.read, or an API token of an administrator who may see it. --follow --json prints " +
  "one object a line, for each event.";

/** `logs`: what the System Log says of an app. */
export function declareLogs(session: Session): Command {
  const command = new Command("logs")
    .description(
      "Shows what the System Log of the org says of an app, newest last: sign-ins, tokens, and what was refused, with the reason and the " +
        "check of doctor that explains it.",
    )
    .option(
      "--app <app>",
      "the app: its ID, client ID or label (default: the app of the project in this folder)",
    )
    .addOption(
      new Option("--all", "the events of the whole org, also those that name no app").conflicts("app"),
    )
    .option(
      "--since <time>",
      "how long ago (30m, 1h, 7d), or a date (2026-11-27); default: 7d, with --follow 1h",
    )
    .option("--limit <number>", "at most this many, the newest: 1 to 1000 (default: 50; with --since 1000)")
    .option("-f, --follow", "then show new events, until Ctrl-C")
    .addOption(createOrgOption());
  return explain(command, { examples, notes }).action(async (flags: LogsFlags) => {
    if (flags.follow === true) {
      const { followLogs, createLineView } = await import("./logs/follow.ts");
      await session.presentStream(createLineView(flags.all === true), (print) =>
        followLogs(session.context, flags, print),
      );
      return;
    }
    const { runLogs, logsView } = await import("./logs/run.ts");
    session.present(await runLogs(session.context, flags), logsView);
  });
}
