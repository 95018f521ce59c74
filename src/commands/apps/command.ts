import { Argument, Command, Option } from "commander";
import { createRepeatableOption } from "../../terminal/command-line.ts";
import type { Session } from "../../terminal/session.ts";
import { provisionOptions } from "../../flows/provision-options.ts";
import {
  githubOutputOption,
  ifExistsOption,
  orgOption,
  timeToLiveOption,
} from "../../flows/shared-options.ts";
import type { AppsCreateFlags, OrgFlag } from "./flags.ts";
import { appFormats, type AppFormat } from "./formats.ts";
import { pruneCommand } from "./prune-command.ts";
import { updateCommand } from "./update-command.ts";
import { createdView, deletedView, dryRunView, shownView } from "./view.ts";

/** `apps create|list|show|update|delete|prune`: the app alone. */
export function appsCommand(session: Session): Command {
  return new Command("apps")
    .description("Native Okta apps, without a project around them.")
    .addCommand(createAppCommand(session))
    .addCommand(listCommand(session))
    .addCommand(showCommand(session))
    .addCommand(updateCommand(session))
    .addCommand(deleteCommand(session))
    .addCommand(pruneCommand(session));
}

function createAppCommand(session: Session): Command {
  const command = new Command("create")
    .summary("make a native app, with its assignment and access policy")
    .description(
      "Makes a native OIDC app: PKCE, no secret, rotating refresh tokens; assigned to everyone, covered by an access policy.",
    )
    .addArgument(new Argument("[type]", "the kind of app").choices(["native"]).default("native"))
    .option("--name <name>", "the label of the app in the org")
    .addOption(createRepeatableOption("--redirect-uri <uri>", "may be given more than once"))
    .addOption(createRepeatableOption("--post-logout-redirect-uri <uri>", "may be given more than once"))
    .addOption(orgOption())
    .addOption(ifExistsOption())
    .addOption(formatOption())
    .option("--ephemeral", "a new app each time, which `apps prune` removes when it has expired")
    .addOption(timeToLiveOption())
    .option("--run-id <id>", "the job it is for; what the CI system calls it unless given")
    .option("--write-env <path>", "write the values into a file, too, for other steps of a job")
    .addOption(githubOutputOption())
    .option("--dry-run", "print the requests; change nothing, no network");
  for (const option of provisionOptions()) command.addOption(option);
  return command.action(async (_type: string, flags: AppsCreateFlags) => {
    const { runAppsCreate, previewAppsCreate } = await import("./create.ts");
    if (flags.dryRun === true) session.present(await previewAppsCreate(session.context, flags), dryRunView);
    else session.present(await runAppsCreate(session.context, flags), createdView(flags.format));
  });
}

function listCommand(session: Session): Command {
  return new Command("list")
    .summary("the native apps of the org")
    .description("Lists the native OIDC apps of the org; with --all every app.")
    .addOption(orgOption())
    .option("--all", "every app, Okta's own among them")
    .option("--ephemeral", "only apps that carry an expiry")
    .action(async (flags: OrgFlag & { readonly all?: boolean; readonly ephemeral?: boolean }) => {
      const [{ runAppsList }, { listView }] = await Promise.all([
        import("./list.ts"),
        import("./list-view.ts"),
      ]);
      const wanted = { org: flags.org, all: flags.all === true, ephemeral: flags.ephemeral === true };
      const view = listView(wanted);
      await session.presentList(view, (print) => runAppsList(session.context, wanted, print));
    });
}

function showCommand(session: Session): Command {
  return new Command("show")
    .summary("one app, as a person or a program reads it")
    .description("Shows an app with the issuer that its project needs.")
    .argument("<app>", "its id, client ID or label")
    .addOption(orgOption())
    .addOption(formatOption())
    .action(async (app: string, flags: OrgFlag & { readonly format?: AppFormat }) => {
      const { runAppsShow } = await import("./show.ts");
      session.present(await runAppsShow(session.context, { app, org: flags.org }), shownView(flags.format));
    });
}

function deleteCommand(session: Session): Command {
  return new Command("delete")
    .summary("delete apps, with the access policies made for them")
    .description(
      "Deactivates and deletes apps, with the access policies made for them. Asks first; one that is gone already is no error.",
    )
    .argument("<id...>", "their ids")
    .option("--only-policy", "keep the apps; delete only the access policies made for them")
    .addOption(orgOption())
    .addOption(githubOutputOption())
    .action(async (ids: readonly string[], flags: OrgFlag & { readonly onlyPolicy?: boolean }) => {
      const { runAppsDelete } = await import("./delete.ts");
      const wanted = { ids, org: flags.org, onlyPolicy: flags.onlyPolicy === true };
      const { result, failure } = await runAppsDelete(session.context, wanted);
      session.present(result, deletedView);
      if (failure !== undefined) throw failure;
    });
}

function formatOption(): Option {
  return new Option("--format <format>", "print only the values, for another program").choices(appFormats);
}
