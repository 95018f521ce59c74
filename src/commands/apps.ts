import { Argument, Command, Option } from "commander";
import { type AppFormat, appFormats } from "../flows/app-formats.ts";
import {
  assignOption,
  type OrgFlag,
  githubOutputOption,
  ifExistsOption,
  orgOption,
  provisionOptions,
  signOnPolicyOption,
  timeToLiveOption,
} from "../flows/shared-options.ts";
import { createRepeatableOption } from "../terminal/command-line.ts";
import type { Session } from "../terminal/session.ts";
import type { AppsCreateFlags } from "./apps/create-answers.ts";
import type { PruneFlags } from "./apps/prune.ts";
import type { AppsUpdateFlags } from "./apps/update-flags.ts";

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
    .summary("create a native app, with its assignment and access policy")
    .description(
      "Creates a native OIDC app: PKCE, no secret, rotating refresh tokens; assigned to everyone, covered by an access policy.",
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
    const { runAppsCreate, previewAppsCreate, createdView, dryRunView } = await import("./apps/create.ts");
    if (flags.dryRun === true) session.present(await previewAppsCreate(session.context, flags), dryRunView);
    else session.present(await runAppsCreate(session.context, flags), createdView(flags.format));
  });
}

function listCommand(session: Session): Command {
  return new Command("list")
    .summary("list the native apps of the org")
    .description("Lists the native OIDC apps of the org; with --all every app.")
    .addOption(orgOption())
    .option("--all", "every app, Okta's own among them")
    .option("--ephemeral", "only apps that carry an expiry")
    .action(async (flags: OrgFlag & { readonly all?: boolean; readonly ephemeral?: boolean }) => {
      const { runAppsList, listView } = await import("./apps/list.ts");
      const wanted = { org: flags.org, all: flags.all === true, ephemeral: flags.ephemeral === true };
      const view = listView(wanted);
      await session.presentList(view, (print) => runAppsList(session.context, wanted, print));
    });
}

function showCommand(session: Session): Command {
  return new Command("show")
    .summary("show one app")
    .description("Shows an app with the issuer that its project needs.")
    .argument("<app>", "its id, client ID or label")
    .addOption(orgOption())
    .addOption(formatOption())
    .action(async (app: string, flags: OrgFlag & { readonly format?: AppFormat }) => {
      const [{ runAppsShow }, { shownView }] = await Promise.all([
        import("../flows/app-details.ts"),
        import("../flows/app-details.ts"),
      ]);
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
      const { runAppsDelete, deletedView } = await import("./apps/delete.ts");
      const wanted = { ids, org: flags.org, onlyPolicy: flags.onlyPolicy === true };
      const { result, failure } = await runAppsDelete(session.context, wanted);
      session.present(result, deletedView);
      if (failure !== undefined) throw failure;
    });
}

function formatOption(): Option {
  return new Option("--format <format>", "print only the values, for another program").choices(appFormats);
}

/** `apps prune`: what ephemeral apps leave behind when nobody removes them. */
function pruneCommand(session: Session): Command {
  return new Command("prune")
    .summary("remove ephemeral apps that have expired")
    .description(
      "Removes ephemeral apps that have expired, with their access policies, and policies whose app is gone. " +
        "Never an app that was not made with --ephemeral or by run. Any number of jobs can prune at once. " +
        "Whether one has expired is judged by the org's clock.",
    )
    .addOption(orgOption())
    .option("--older-than <duration>", "those made longer ago than 30m, 2h, 1d, expired or not")
    .option("--dry-run", "show what would be removed; remove nothing")
    .addOption(githubOutputOption())
    .action(async (flags: PruneFlags) => {
      const { runAppsPrune, prunedView } = await import("./apps/prune.ts");
      const { result, failure } = await runAppsPrune(session.context, flags);
      session.present(result, prunedView);
      if (failure !== undefined) throw failure;
    });
}

const updateExamples = `
Examples:
  okta-unlock apps update "My App" --add-redirect-uri com.example.myapp:/two
  okta-unlock apps update 0oa1b2c3d4 --rotation rotate --leeway 10 --dry-run
  okta-unlock apps update 0oa1b2c3d4 --assign group:Testers --assign group:QA`;

/** `apps update <app>`: changes an app after showing how. */
function updateCommand(session: Session): Command {
  const command = new Command("update")
    .summary("change an app, after showing the differences")
    .description("Changes a native app. Shows every difference and asks first. No other field changes.")
    .argument("<app>", "its id, client ID or label")
    .option("--name <name>", "its label in the org");
  for (const flag of ["redirect-uri", "post-logout-redirect-uri"]) addListOptions(command, flag);
  command
    .option("--rotation <how>", "rotate: a new refresh token at each refresh; or static")
    .option("--leeway <seconds>", "how long a rotated refresh token stays valid, 0 to 60")
    .addOption(assignOption())
    .addOption(signOnPolicyOption())
    .addOption(orgOption())
    .addOption(githubOutputOption())
    .option("--dry-run", "print the differences; change nothing")
    .addHelpText("after", updateExamples);
  return command.action(async (app: string, flags: AppsUpdateFlags) => {
    const { runAppsUpdate, previewAppsUpdate, updatedView, updatePreviewView } =
      await import("./apps/update.ts");
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
