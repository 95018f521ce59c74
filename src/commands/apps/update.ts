import type { Context } from "../../context.ts";
import { startGathering } from "../../flows/fields.ts";
import { confirmPlan } from "../../flows/provision-flow.ts";
import { withOrg } from "../../flows/with-org.ts";
import type { OktaApp, OktaOrg } from "../../okta/port.ts";
import { AppConflict } from "../../provision/find-app.ts";
import { withJournal } from "../../provision/journal.ts";
import { hasChanges, type PlannedStep } from "../../provision/planned-steps.ts";
import { applyUpdate, planUpdate, type UpdatePlan } from "../../provision/update-app.ts";
import { findAppBy } from "./find.ts";
import { showApp, type ShownApp } from "./show.ts";
import { type AppsUpdateFlags, readChanges, refuseEmpty } from "./update-flags.ts";

/** An app that is as it was asked for. */
export interface UpdatedApp {
  readonly app: ShownApp;
  readonly changed: boolean;
  readonly steps: readonly PlannedStep[];
  readonly warnings: readonly string[];
}

/** What `apps update` would do. */
export interface UpdatePreview {
  readonly org: string;
  readonly id: string;
  readonly label: string;
  readonly steps: readonly PlannedStep[];
  readonly warnings: readonly string[];
}

const example = "okta-unlock apps update 'My App' --add-redirect-uri com.example.myapp:/callback --org local";

/** Changes an app after showing how. Nothing is sent when nothing differs; what was changed is undone when a step fails. */
export async function runAppsUpdate(
  context: Context,
  text: string,
  flags: AppsUpdateFlags,
): Promise<UpdatedApp> {
  return withPlan(context, text, flags, async (org, plan) => {
    const changed = hasChanges(plan);
    if (changed) await confirmPlan(context, plan, { command: "apps update" });
    await withJournal(context, (journal) => applyUpdate(context, org, plan, journal));
    const app = (changed ? await org.getApp(plan.app.id) : undefined) ?? plan.app;
    return { app: await showApp(org, app), changed, steps: plan.steps, warnings: plan.warnings };
  });
}

/** Says what `apps update` would do. Reads the org; changes nothing. */
export async function previewAppsUpdate(
  context: Context,
  text: string,
  flags: AppsUpdateFlags,
): Promise<UpdatePreview> {
  return withPlan(context, text, flags, async ({ orgUrl }, { app, steps, warnings }) => ({
    org: orgUrl,
    id: app.id,
    label: app.label,
    steps,
    warnings,
  }));
}

async function withPlan<T>(
  context: Context,
  text: string,
  flags: AppsUpdateFlags,
  work: (org: OktaOrg, plan: UpdatePlan) => Promise<T>,
): Promise<T> {
  const gathering = startGathering(context, example);
  const changes = readChanges(context, gathering, flags);
  gathering.finish();
  refuseEmpty(changes);
  return withOrg(context, flags.org, example, async ({ org }) => {
    const plan = await context.log.step(`Looking at ${org.orgUrl}`, async () =>
      planUpdate(org, native(org, await findAppBy(org, text, "update")), changes),
    );
    return work(org, plan);
  });
}

/** The rules for redirect URIs and refresh tokens that are kept here are those of native apps. */
function native(org: OktaOrg, app: OktaApp): OktaApp {
  if (app.name === "oidc_client" && app.settings?.oauthClient?.application_type === "native") return app;
  throw new AppConflict(
    {
      message: `The app "${app.label}" is not a native OIDC app.`,
      why: "Apps of other kinds have other rules.",
      next: `See the native ones: okta-unlock apps list --org ${org.flagValue}`,
    },
    [app],
  );
}
