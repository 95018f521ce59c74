import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { RequestPreview } from "../../okta/compose-requests.ts";
import type { OktaOrg } from "../../okta/port.ts";
import { applyProvision, type ProvisionResult } from "../../provision/apply.ts";
import { buildDesiredState, type ProvisionSettings } from "../../provision/desired.ts";
import { planOffline } from "../../provision/plan.ts";
import { hasChanges, type PlannedStep } from "../../provision/planned-steps.ts";
import { withJournal } from "../../provision/journal.ts";
import { assertFree, writeEnvFile } from "../../flows/env-file.ts";
import { openOrg } from "../../flows/org-session.ts";
import { previewRequests } from "../../flows/plan-view.ts";
import { confirmPlan, planWithChoice } from "../../flows/provision-flow.ts";
import { gatherAppAnswers } from "./create-answers.ts";
import type { AppsCreateFlags } from "./flags.ts";
import { formatApp } from "./formats.ts";
import { settingsOf } from "./settings.ts";
import { type ShownApp, showApp } from "./show.ts";

/** An app that is as it was asked for. */
export interface CreatedApp {
  readonly app: ShownApp;
  readonly changed: boolean;
  readonly steps: readonly PlannedStep[];
  readonly warnings: readonly string[];
}

/** What `apps create` would do. */
export interface AppPreview {
  readonly org: string;
  readonly steps: readonly PlannedStep[];
  readonly requests: readonly RequestPreview[];
}

/** Makes a native app, or brings its own app up to date. What this run made is undone when it fails. */
export async function runAppsCreate(context: Context, flags: AppsCreateFlags): Promise<CreatedApp> {
  const { settings, destination, envFile } = await gatherAppAnswers(context, flags);
  if (envFile) await assertFree(envFile);
  const session = await openOrg(context, destination);
  try {
    const desired = buildDesiredState(settings);
    const plan = await planWithChoice(context, session.org, desired, { ifExists: flags.ifExists });
    if (hasChanges(plan)) await confirmPlan(context, plan);
    return await withJournal(context, async (journal) => {
      const result = await applyProvision(context, session.org, plan, journal);
      const app = await readApp(session.org, result, settings);
      if (envFile) await writeEnvFile(envFile, formatApp(settingsOf(app), "env"), journal);
      return { app, changed: result.changed, steps: plan.steps, warnings: result.warnings };
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
  if (app === undefined) throw appVanished(appId);
  return { ...(await showApp(org, app, issuer)), ...firstOf(settings) };
}

function appVanished(id: string): OktaUnlockError {
  return new OktaUnlockError("app-conflict", {
    message: `Somebody deleted the app ${id} while it was being changed.`,
    next: "Run the command again: it makes a new one.",
  });
}

function firstOf({ redirectUris, postLogoutRedirectUris }: ProvisionSettings) {
  return { redirectUri: redirectUris[0] ?? null, postLogoutRedirectUri: postLogoutRedirectUris[0] ?? null };
}

/** Says what `apps create` would do in an empty org, without a network. */
export async function previewAppsCreate(context: Context, flags: AppsCreateFlags): Promise<AppPreview> {
  const { settings, destination } = await gatherAppAnswers(context, flags);
  const { steps } = planOffline(buildDesiredState(settings));
  return {
    org: destination.kind === "local" ? "local" : destination.orgUrl,
    steps,
    requests: await previewRequests(steps),
  };
}
