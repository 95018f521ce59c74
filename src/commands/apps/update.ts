import { hint } from "../../hints.ts";
import type { Context } from "../../context.ts";
import { type ChangedApp, findAppBy, createShownView, showApp } from "../../flows/app-details.ts";
import { createAppReport, createPreviewReport } from "../../flows/ci-report.ts";
import { startGathering } from "../../flows/fields.ts";
import { describeSteps, describeWarnings, toStepsJson } from "../../flows/plan-view.ts";
import { confirmPlan } from "../../flows/confirm-plan.ts";
import { withOrg } from "../../flows/with-org.ts";
import type { OktaApp, OktaOrg } from "../../okta/port.ts";
import { AppConflict } from "../../provision/find-app.ts";
import { type UpdatePlan, applyUpdate, planUpdate } from "../../provision/update-app.ts";
import { hasChanges, type PlannedStep } from "../../provision/planned-steps.ts";
import { withJournal } from "../../provision/journal.ts";
import type { View } from "../../terminal/session.ts";
import { escapeControls } from "../../terminal/escape-controls.ts";
import { type AppsUpdateFlags, readChanges, refuseEmpty } from "./update-flags.ts";

/** What `apps update` would do. */
export interface UpdatePreview {
  readonly org: string;
  readonly id: string;
  readonly label: string;
  readonly steps: readonly PlannedStep[];
  readonly warnings: readonly string[];
}

/** Changes an app after showing how. Nothing is sent when nothing differs; what was changed is undone when a step fails. */
export async function runAppsUpdate(
  context: Context,
  text: string,
  flags: AppsUpdateFlags,
): Promise<ChangedApp> {
  return withPlan(context, text, flags, async (org, plan) => {
    const changed = hasChanges(plan);
    if (changed) await confirmPlan(context, plan, { next: giveOtherFlags() });
    await withJournal(context, (journal) => applyUpdate(context, org, plan, journal));
    const app = (changed ? await org.getApp(plan.app.id) : undefined) ?? plan.app;
    const shown = await showApp(org, app);
    context.log.info("");
    return { app: shown, changed, steps: plan.steps, warnings: plan.warnings };
  });
}

function giveOtherFlags(): string {
  return `To give other values, use flags: ${hint("apps update", { help: true })}`;
}

/** Says what `apps update` would do. Reads the org; changes nothing. */
export async function previewAppsUpdate(
  context: Context,
  text: string,
  flags: AppsUpdateFlags,
): Promise<UpdatePreview> {
  return withPlan(context, text, flags, async ({ orgUrl }, { app, steps, warnings }) => {
    context.log.info("");
    return { org: orgUrl, id: app.id, label: app.label, steps, warnings };
  });
}

async function withPlan<T>(
  context: Context,
  text: string,
  flags: AppsUpdateFlags,
  work: (org: OktaOrg, plan: UpdatePlan) => Promise<T>,
): Promise<T> {
  const gathering = startGathering(context);
  const changes = readChanges(context, gathering, flags);
  gathering.finish();
  refuseEmpty(changes);
  return withOrg(context, flags.org, async ({ org }) => {
    const plan = await context.log.step(`Read ${org.orgUrl}`, async () =>
      planUpdate(org, assertNative(org, await findAppBy(org, text, "update")), changes),
    );
    return work(org, plan);
  });
}

/** The rules for redirect URIs and refresh tokens that are kept here are those of native apps. */
function assertNative(org: OktaOrg, app: OktaApp): OktaApp {
  if (app.name === "oidc_client" && app.settings?.oauthClient?.application_type === "native") return app;
  throw new AppConflict(
    {
      message: `The app "${app.label}" is not a native OIDC app.`,
      why: "Other kinds of apps follow other rules.",
      next: `List the native apps: ${hint("apps list", { org: org.flagValue })}`,
    },
    [app],
  );
}

/** The app as it is now, then on stderr what was done for it. */
export const updatedView: View<ChangedApp> = {
  json: ({ app, changed, steps, warnings }) => ({ ...app, changed, steps: toStepsJson(steps), warnings }),
  stdout: ({ app }, style, width) => createShownView(undefined).stdout(app, style, width),
  stderr({ app, changed, warnings }, style, width) {
    const outcome = changed
      ? `Updated ${escapeControls(app.label)}.`
      : `Nothing to change: ${escapeControls(app.label)} is up to date.`;
    return `\n${describeWarnings(warnings, style, width)}${style.good("✔")} ${outcome}\n`;
  },
  report: createAppReport,
};

/** The diff on stdout. The request is left out: it holds the whole app, with what others keep in it. */
export const updatePreviewView: View<UpdatePreview> = {
  json: ({ org, id, label, steps, warnings }) => ({
    dryRun: true,
    org,
    id,
    label,
    steps: toStepsJson(steps),
    warnings,
  }),
  stdout: ({ label, steps }, style, width) =>
    `${style.strong(escapeControls(label))}\n${describeSteps(steps, style, width)}`,
  stderr: ({ warnings }, style, width) =>
    `\n${describeWarnings(warnings, style, width)}Nothing was changed. Run it without --dry-run to make these changes.\n`,
  report: createPreviewReport,
};
