import type { OktaApp, OktaOrg } from "../org/port.ts";
import { clientIdOf } from "./app-conflict.ts";
import { compareApp } from "./app-differences.ts";
import { replaceApp } from "./apply-replacement.ts";
import type { Known, Run } from "./run.ts";
import { asMade } from "./desired.ts";
import { markerOf } from "./marker.ts";
import { isClearRefusal, searchForMade } from "./lost-creation.ts";
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

async function createApp(run: Run): Promise<OktaApp> {
  const { org, journal, context, plan, id, expiresAt } = run;
  const { label } = plan.desired.settings;
  let made: OktaApp | undefined;
  const noted = journal.note({
    describe: `maybe an app named "${label}"`,
    manualCommand: `okta-unlock apps list --org ${org.flagValue}`,
    undo: async (signal) => removeAppOfRun(run, made, signal),
  });
  const body = asMade(plan.desired.app, { run: id, expiresAt });
  try {
    made = await onceMore(context, async () => org.createApp(body));
  } catch (error) {
    if (isClearRefusal(error)) noted.forget();
    throw error;
  }
  noted.revise({
    describe: `the app ${made.id}`,
    manualCommand: `okta-unlock apps delete ${made.id} --org ${org.flagValue}`,
  });
  return made;
}

/** Removes the app this run made. When its id never arrived, it is searched for by the run in its marker. */
async function removeAppOfRun(run: Run, made: OktaApp | undefined, signal: AbortSignal): Promise<void> {
  const org = run.org.withSignal(signal);
  if (made !== undefined) return removeApp(org, made.id);
  const ours = await searchForMade(run.context, signal, async () => {
    const apps = await org.findApps(run.plan.desired.settings.label);
    return apps.filter((app) => markerOf(app)?.run === run.id);
  });
  await Promise.all(ours.map(async ({ id }) => removeApp(org, id)));
}

/** Okta deletes inactive apps only. */
async function removeApp(org: OktaOrg, appId: string): Promise<void> {
  await org.deactivateApp(appId);
  await org.deleteApp(appId);
}

async function updateApp(
  run: Run,
  { appId, clientId, former }: AppStep & { readonly action: "update" },
  known: Known,
): Promise<Known> {
  await replaceApp(run, former, (app) => compareApp(app, run.plan.desired));
  return { ...known, appId, clientId };
}
