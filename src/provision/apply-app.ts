import type { OktaApp } from "../okta/port.ts";
import { clientIdOf } from "./app-conflict.ts";
import { compareApp } from "./app-differences.ts";
import { replaceApp } from "./apply-replacement.ts";
import type { Known, Run } from "./run.ts";
import { asMade } from "./desired.ts";
import { makeApp } from "./make-app.ts";
import { onceMore } from "./once-more.ts";
import type { AppStep } from "./planned-steps.ts";

/** Makes the app, or changes it. */
export async function applyApp(
  run: Run,
  step: AppStep & { readonly action: "create" | "update" },
  known: Known,
): Promise<Known> {
  if (step.action === "update") return updateApp(run, step, known);
  const app = await createApp(run);
  return { ...known, appId: app.id, clientId: clientIdOf(app), isNewApp: true, newApp: app };
}

/** Lets people sign in to an app again. */
export async function applyActivation({ org, journal, context }: Run, known: Known): Promise<Known> {
  const { appId } = known;
  journal.note({
    describe: `the activated app ${appId}`,
    manualCommand: `okta-unlock apps show ${appId} --org ${org.flagValue}`,
    undo: async (signal) => org.withSignal(signal).deactivateApp(appId),
  });
  await onceMore(context, async () => org.activateApp(appId));
  return known;
}

function createApp(run: Run): Promise<OktaApp> {
  const { plan, id, expiresAt } = run;
  const body = asMade(plan.desired.app, { run: id, expiresAt });
  return makeApp(run, { label: plan.desired.settings.label, body });
}

async function updateApp(
  run: Run,
  { appId, clientId, former }: AppStep & { readonly action: "update" },
  known: Known,
): Promise<Known> {
  await replaceApp(run, former, (app) => compareApp(app, run.plan.desired));
  return { ...known, appId, clientId };
}
