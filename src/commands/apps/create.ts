import type { RequestPreview } from "../../okta/compose-requests.ts";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import {
  type ChangedApp,
  type ShownApp,
  toAppSettings,
  createShownView,
  showApp,
} from "../../flows/app-details.ts";
import type { AppFormat } from "../../flows/app-formats.ts";
import { formatApp } from "../../flows/format-app.ts";
import { createAppReport, createPreviewReport } from "../../flows/ci-report.ts";
import { assertFree, writeEnvFile } from "../../flows/env-file.ts";
import { startGathering } from "../../flows/fields.ts";
import { openOrg } from "../../flows/org-session.ts";
import {
  describeSteps,
  describeWarnings,
  nameOrg,
  previewRequests,
  toStepsJson,
} from "../../flows/plan-view.ts";
import { confirmPlan } from "../../flows/confirm-plan.ts";
import { planWithChoice } from "../../flows/plan-with-choice.ts";
import type { OktaOrg } from "../../okta/port.ts";
import { applyProvision, type ProvisionResult } from "../../provision/apply.ts";
import { buildDesiredState, type ProvisionSettings } from "../../provision/desired.ts";
import { planOffline } from "../../provision/plan.ts";
import { hasChanges, type PlannedStep } from "../../provision/planned-steps.ts";
import { withJournal } from "../../provision/journal.ts";
import type { View } from "../../terminal/session.ts";
import { escapeControls } from "../../terminal/escape-controls.ts";
import { type AppAnswers, type AppsCreateFlags, gatherAppAnswers } from "./create-answers.ts";

/** What `apps create` would do. */
export interface AppPreview {
  readonly org: string;
  readonly steps: readonly PlannedStep[];
  readonly requests: readonly RequestPreview[];
}

/** Makes a native app, or brings its own app up to date. What this run made is undone when it fails. */
export async function runAppsCreate(context: Context, flags: AppsCreateFlags): Promise<ChangedApp> {
  const gathering = startGathering(context);
  return gathering.keepAnswers(async () => {
    const answers = await gatherAppAnswers(context, gathering, flags);
    return createApp(context, flags, answers);
  });
}

async function createApp(
  context: Context,
  flags: AppsCreateFlags,
  { settings, destination, envFile }: AppAnswers,
): Promise<ChangedApp> {
  if (envFile) await assertFree(envFile);
  const session = await openOrg(context, destination);
  try {
    const desired = buildDesiredState(settings);
    const plan = await planWithChoice(context, session.org, desired, { ifExists: flags.ifExists });
    if (hasChanges(plan)) await confirmPlan(context, plan);
    return await withJournal(context, async (journal) => {
      const result = await applyProvision(context, session.org, plan, journal);
      const app = await readApp(session.org, result, settings);
      if (envFile) await writeEnvFile(envFile, formatApp(toAppSettings(app), "env"), journal);
      context.log.info("");
      return { app, changed: result.changed, steps: result.steps, warnings: result.warnings };
    });
  } finally {
    await session.close();
  }
}

/** With the URIs that were asked for, though the app may have had others before. */
async function readApp(
  org: OktaOrg,
  { appId, issuer, newApp }: ProvisionResult,
  settings: ProvisionSettings,
): Promise<ShownApp> {
  const app = newApp ?? (await org.getApp(appId));
  if (app === undefined) throw createVanishedError(appId);
  return { ...(await showApp(org, app, issuer)), ...pickFirstUris(settings) };
}

function createVanishedError(id: string): OktaUnlockError {
  return new OktaUnlockError("app-conflict", {
    message: `The app ${id} was deleted while it was being changed.`,
    next: "Run the command again to create a new one.",
  });
}

function pickFirstUris({ redirectUris, postLogoutRedirectUris }: ProvisionSettings) {
  return { redirectUri: redirectUris[0] ?? null, postLogoutRedirectUri: postLogoutRedirectUris[0] ?? null };
}

/** Says what `apps create` would do in an empty org, without a network. */
export async function previewAppsCreate(context: Context, flags: AppsCreateFlags): Promise<AppPreview> {
  const gathering = startGathering(context);
  const { settings, destination } = await gathering.keepAnswers(() =>
    gatherAppAnswers(context, gathering, flags),
  );
  const { steps } = planOffline(buildDesiredState(settings));
  return {
    org: destination.kind === "local" ? "local" : destination.orgUrl,
    steps,
    requests: await previewRequests(steps),
  };
}

/** The values, then on stderr what was done for them. */
export function createCreatedView(format: AppFormat | undefined): View<ChangedApp> {
  return {
    json: ({ app, changed, steps, warnings }) => ({
      ...app,
      changed,
      steps: toStepsJson(steps),
      warnings,
    }),
    stdout: ({ app }, style, width) => createShownView(format).stdout(app, style, width),
    stderr: ({ app, changed, warnings }, style, width) => {
      const outcome = changed
        ? `${escapeControls(app.label)} is ready in ${app.org}.`
        : `Nothing to change: ${escapeControls(app.label)} is up to date.`;
      return `\n${describeWarnings(warnings, style, width)}${style.good("✔")} ${outcome}\n`;
    },
    report: createAppReport,
  };
}

export const dryRunView: View<AppPreview> = {
  json: ({ org, requests }) => ({ dryRun: true, org, requests }),
  stdout: ({ org, steps, requests }, style, width) =>
    [
      `${style.strong(`In ${nameOrg(org)}`)}\n${describeSteps(steps, style, width)}`,
      ...requests.map(
        ({ method, path, body }) => `\n${style.accent(method)} ${path}\n${JSON.stringify(body, null, 2)}\n`,
      ),
    ].join(""),
  stderr: () => "\nNothing was changed. Without --dry-run, what the org already has is kept.\n",
  report: createPreviewReport,
};
