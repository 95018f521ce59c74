import { Argument, Command, Option } from "commander";
import { type AppFormat, appFormats } from "../flows/app-formats.ts";
import {
  createAssignOption,
  type OrgFlag,
  createGithubOutputOption,
  createIfExistsOption,
  createInitiateLoginUriOption,
  createOrgOption,
  createProvisionOptions,
  createSignOnPolicyOption,
  createTimeToLiveOption,
  createUriOptions,
} from "../flows/shared-options.ts";
import { createRepeatableOption } from "../terminal/given-values.ts";
import { explain } from "../terminal/help-text.ts";
import type { Session } from "../terminal/session.ts";
import type { AppsCreateFlags } from "./apps/create-answers.ts";
import type { PruneFlags } from "./apps/prune.ts";
import type { AppsUpdateFlags } from "./apps/update-flags.ts";

/** `apps create|list|show|update|delete|prune`: the app alone. */
export function declareApps(session: Session): Command {
  return new Command("apps")
    .description("Creates, lists, changes and deletes native Okta apps, without a project.")
    .addCommand(declareCreate(session))
    .addCommand(declareList(session))
    .addCommand(declareShow(session))
    .addCommand(declareUpdate(session))
    .addCommand(declareDelete(session))
    .addCommand(declarePrune(session));
}

const createExamples = [
  'okta-unlock apps create --name "My App" --redirect-uri com.example.myapp:/cb',
  "# An app for a test run",
  "okta-unlock apps create --name Tests --ephemeral --ttl 30m --json",
];

function declareCreate(session: Session): Command {
  const command = new Command("create")
    .summary("create a native app, with its assignment and access policy")
    .description(
      "Creates a native OIDC app: PKCE, no secret, rotating refresh tokens; assigned to everyone, covered by an access policy.",
    )
    .addArgument(new Argument("[type]", "the kind of app").choices(["native"]).default("native"))
    .option("--name <name>", "the label of the app in the org");
  for (const option of createUriOptions()) command.addOption(option);
  command.addOption(createInitiateLoginUriOption()).addOption(createOrgOption());
  for (const option of createProvisionOptions()) command.addOption(option);
  command
    .addOption(createIfExistsOption())
    .addOption(createFormatOption())
    .option("--ephemeral", "create a new app that expires; apps prune deletes it afterwards")
    .addOption(createTimeToLiveOption())
    .option("--run-id <id>", "the job that the app is for (default: from the CI system)")
    .option("--write-env <path>", "also write the values to a file, for later steps of a job")
    .addOption(createGithubOutputOption())
    .option("--dry-run", "print the requests; change nothing and use no network");
  return explain(command, { examples: createExamples }).action(
    async (_type: string, flags: AppsCreateFlags) => {
      const { runAppsCreate, previewAppsCreate, createCreatedView, dryRunView } =
        await import("./apps/create.ts");
      if (flags.dryRun === true) session.present(await previewAppsCreate(session.context, flags), dryRunView);
      else session.present(await runAppsCreate(session.context, flags), createCreatedView(flags.format));
    },
  );
}

function declareList(session: Session): Command {
  const command = new Command("list")
    .summary("list the native apps in the org")
    .description("Lists the native OIDC apps in the org. With --all, lists all apps.")
    .addOption(createOrgOption())
    .option("--all", "all apps, including Okta's own")
    .option("--ephemeral", "only apps that expire");
  return explain(command, {
    examples: ["okta-unlock apps list", "okta-unlock apps list --ephemeral --json"],
  }).action(async (flags: OrgFlag & { readonly all?: boolean; readonly ephemeral?: boolean }) => {
    const { runAppsList, createListView } = await import("./apps/list.ts");
    const wanted = { org: flags.org, all: flags.all === true, ephemeral: flags.ephemeral === true };
    const view = createListView(wanted);
    await session.presentList(view, (print) => runAppsList(session.context, wanted, print));
  });
}

function declareShow(session: Session): Command {
  const command = new Command("show")
    .summary("show one app")
    .description("Shows an app, and the issuer that its project needs.")
    .argument("<app>", "the app: its ID, client ID or label")
    .addOption(createOrgOption())
    .addOption(createFormatOption());
  return explain(command, {
    examples: ['okta-unlock apps show "My App"', "okta-unlock apps show 0oa1b2c3d4 --format env"],
  }).action(async (app: string, flags: OrgFlag & { readonly format?: AppFormat }) => {
    const [{ runAppsShow }, { createShownView }] = await Promise.all([
      import("../flows/app-details.ts"),
      import("../flows/app-details.ts"),
    ]);
    session.present(
      await runAppsShow(session.context, { app, org: flags.org }),
      createShownView(flags.format),
    );
  });
}

function declareDelete(session: Session): Command {
  const command = new Command("delete")
    .aliases(["remove", "rm"])
    .summary("delete apps, with the access policies made for them")
    .description(
      "Deactivates and deletes apps, and the access policies made for them. Asks first. An ID that is not in the org counts as already gone.",
    )
    .argument("<app...>", "the apps: the ID, client ID or label of each")
    .option("--only-policy", "keep the apps; delete only the access policies made for them")
    .addOption(createOrgOption())
    .addOption(createGithubOutputOption());
  return explain(command, { examples: ["okta-unlock apps delete 0oa1b2c3d4 --yes"] }).action(
    async (apps: readonly string[], flags: OrgFlag & { readonly onlyPolicy?: boolean }) => {
      const { runAppsDelete, deletedView } = await import("./apps/delete.ts");
      const wanted = { apps, org: flags.org, onlyPolicy: flags.onlyPolicy === true };
      const { result, failure } = await runAppsDelete(session.context, wanted);
      session.present(result, deletedView);
      if (failure !== undefined) throw failure;
    },
  );
}

function createFormatOption(): Option {
  return new Option("--format <format>", "print only the values, in this format").choices(appFormats);
}

/** `apps prune`: what ephemeral apps leave behind when nobody removes them. */
function declarePrune(session: Session): Command {
  const command = new Command("prune")
    .summary("delete ephemeral apps that have expired")
    .description(
      "Deletes ephemeral apps that have expired, their access policies, and access policies whose app is gone. " +
        "Only apps that were created with --ephemeral or by run are deleted. Several jobs can prune at once. " +
        "The org's clock decides whether an app has expired.",
    )
    .addOption(createOrgOption())
    .option("--older-than <duration>", "delete those older than this, expired or not: 30m, 2h, 1d")
    .option("--dry-run", "show what would be deleted; delete nothing")
    .addOption(createGithubOutputOption());
  return explain(command, {
    examples: ["okta-unlock apps prune --dry-run", "okta-unlock apps prune --older-than 1d --yes"],
  }).action(async (flags: PruneFlags) => {
    const { runAppsPrune, prunedView } = await import("./apps/prune.ts");
    const { result, failure } = await runAppsPrune(session.context, flags);
    session.present(result, prunedView);
    if (failure !== undefined) throw failure;
  });
}

const updateExamples = [
  'okta-unlock apps update "My App" --add-redirect-uri com.example.myapp:/two',
  "okta-unlock apps update 0oa1b2c3d4 --rotation rotate --leeway 10 --dry-run",
  "okta-unlock apps update 0oa1b2c3d4 --assign group:Testers --assign group:QA",
];

/** `apps update <app>`: changes an app after showing how. */
function declareUpdate(session: Session): Command {
  const command = new Command("update")
    .summary("change an app, after showing the differences")
    .description("Changes a native app. Shows every difference and asks first. No other field changes.")
    .argument("<app>", "the app: its ID, client ID or label")
    .option("--name <name>", "the new label of the app");
  for (const flag of ["redirect-uri", "post-logout-redirect-uri"]) addListOptions(command, flag);
  command
    .addOption(createInitiateLoginUriOption())
    .option("--rotation <how>", "rotate (a new refresh token at each refresh) or static")
    .option("--leeway <seconds>", "how long a rotated refresh token stays valid, 0 to 60")
    .addOption(createAssignOption())
    .addOption(createSignOnPolicyOption())
    .addOption(createOrgOption())
    .addOption(createGithubOutputOption())
    .option("--dry-run", "print the differences; change nothing");
  return explain(command, { examples: updateExamples }).action(
    async (app: string, flags: AppsUpdateFlags) => {
      const { runAppsUpdate, previewAppsUpdate, updatedView, updatePreviewView } =
        await import("./apps/update.ts");
      if (flags.dryRun === true) {
        session.present(await previewAppsUpdate(session.context, app, flags), updatePreviewView);
      } else session.present(await runAppsUpdate(session.context, app, flags), updatedView);
    },
  );
}

function addListOptions(command: Command, flag: string): void {
  const named = flag === "redirect-uri" ? "redirect URIs" : "post-logout redirect URIs";
  command
    .addOption(createRepeatableOption(`--${flag} <uri>`, `replace the ${named} (repeatable)`))
    .addOption(createRepeatableOption(`--add-${flag} <uri>`, "add one to them (repeatable)"))
    .addOption(createRepeatableOption(`--remove-${flag} <uri>`, "remove one of them (repeatable)"));
}
