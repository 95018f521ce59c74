import { hint } from "../hints.ts";
import { isRefusal, type JsonObject, type OktaApp, type OktaOrg, type Removal } from "../okta/port.ts";
import {
  type AppDifferences,
  compareApp,
  type FieldChange,
  listDifferences,
  repeatChanges,
  revertApp,
} from "./app-differences.ts";
import type { DesiredState, NativeAppBody } from "./desired.ts";
import type { Change, Created, Creation, Effects, EffectSource } from "./effect.ts";
import { clientIdOf, type IfExists } from "./find-app.ts";
import { readMarker } from "./marker.ts";
import type { ActingStep, KeepingStep } from "./planned-steps.ts";
import { hole, verbatim } from "./request.ts";

export interface AppPlan {
  readonly steps: readonly (KeepingStep | ActingStep)[];
  readonly warnings: readonly string[];
}

/** The step that creates the app. */
export function planNewApp({ app, settings }: DesiredState): AppPlan {
  const isEphemeral = settings.lease !== undefined;
  const step: ActingStep = {
    resource: "app",
    action: "create",
    title: `Create the native app "${app.label}"`,
    reason: isEphemeral
      ? "An ephemeral app is always a new app."
      : "The org has no app for this project yet.",
    request: { call: "createApp", args: [stampApp(app, { isEphemeral })] },
  };
  return { steps: [step], warnings: [] };
}

/** The body of an app, with room in its marker for the run that creates it and for when it expires. */
function stampApp(app: NativeAppBody, { isEphemeral }: { readonly isEphemeral: boolean }): JsonObject {
  const marker = {
    ...app.profile.okta_unlock,
    ...(isEphemeral && { expiresAt: hole("expiresAt") }),
    run: hole("run"),
  };
  return { ...app, profile: { okta_unlock: marker } };
}

/** The steps that put an existing app right. With `reuse` it stays as it is, and what it lacks is said. */
export function planExistingApp(
  app: OktaApp,
  desired: DesiredState,
  ifExists: IfExists | undefined,
): AppPlan {
  const differences = compareApp(app, desired);
  if (ifExists === "reuse") {
    return {
      steps: [keepApp(app, "With --if-exists reuse, an existing app is not changed.")],
      warnings: describeLacks(app, differences),
    };
  }
  const appStep =
    differences.changes.length === 0
      ? keepApp(app, "It already has everything the project needs.")
      : updateApp(app, differences);
  return { steps: app.status === "ACTIVE" ? [appStep] : [appStep, activateApp(app)], warnings: [] };
}

/** An app that `okta-unlock.json` names; nobody has asked the org for it. */
export interface NamedApp {
  readonly appId: string;
  readonly ifExists: IfExists | undefined;
}

/** The step for an app that is only known by its id, for previews without a network. */
export function planNamedApp({ appId, ifExists }: NamedApp, { app }: DesiredState): KeepingStep | ActingStep {
  const reason = "okta-unlock.json names it as the app of this project.";
  if (ifExists === "reuse") {
    return { resource: "app", action: "keep", title: `Keep the app ${appId}`, reason, knows: { appId } };
  }
  const consent =
    ifExists === "update"
      ? "With --if-exists update, it is changed whoever made it."
      : "If it was not made for this project, you are asked first; where nobody can be asked, the command ends with exit code 5.";
  return {
    resource: "app",
    action: "update",
    title: `Update the app ${appId} where it differs`,
    reason: `${reason} ${consent} Its other settings stay, and its lists are only added to.`,
    knows: { appId },
    request: { call: "replaceApp", args: [appId, verbatim({ ...app })] },
  };
}

/** The step for an app that stays as it is. */
export function keepApp(app: OktaApp, reason: string): KeepingStep {
  const title = `Keep the app "${app.label}"`;
  return { resource: "app", action: "keep", title, reason, knows: identify(app) };
}

/** The step that changes some fields of an app. */
export function updateApp(app: OktaApp, { changes, app: changed }: AppDifferences): ActingStep {
  return {
    resource: "app",
    action: "update",
    title: `Update the app "${app.label}"`,
    reason: `These settings differ: ${listNames(changes)}.`,
    knows: identify(app),
    former: app,
    request: { call: "replaceApp", args: [app.id, verbatim(changed)] },
  };
}

/** The step that lets people sign in to an app again. */
export function activateApp(app: OktaApp): ActingStep {
  return {
    resource: "activation",
    action: "update",
    title: `Activate the app "${app.label}"`,
    reason: `Its status is ${app.status}. Users can sign in to active apps only.`,
    former: { status: app.status },
    request: { call: "activateApp", args: [app.id] },
  };
}

function identify(app: OktaApp): { readonly appId: string; readonly clientId: string } {
  return { appId: app.id, clientId: clientIdOf(app) };
}

function describeLacks(app: OktaApp, { changes }: AppDifferences): string[] {
  const inactive =
    app.status === "ACTIVE" ? [] : [`The app "${app.label}" is not active: nobody can sign in.`];
  return [...inactive, ...changes.filter(({ field }) => !unimportant.has(field)).map(describeLack)];
}

/** Differences that don't keep anyone from signing in. */
const unimportant = new Set(["label", "profile.okta_unlock.project"]);

function describeLack({ field, from, to }: FieldChange): string {
  return `The app was not changed, but its ${shortenField(field)} is ${show(from)} and should be ${show(to)}.`;
}

function show(value: unknown): string {
  return value === undefined || value === null ? "not set" : JSON.stringify(value);
}

function listNames(changes: readonly FieldChange[]): string {
  return changes.map(({ field }) => shortenField(field)).join(", ");
}

function shortenField(field: string): string {
  if (field === "profile.okta_unlock.project") return "the okta-unlock marker";
  return field.slice(field.lastIndexOf(".") + 1);
}

/** How the calls of this file are undone. */
export const appEffects: Effects = {
  createApp: ([body], source) => describeNewApp(String(body["label"]), source),
  replaceApp: ([appId, app], source) => describeReplacement(appId, app, source),
  activateApp: ([appId], source) => describeActivation(appId, source),
};

function describeNewApp(label: string, { run: { org, stamp } }: EffectSource): Creation {
  return {
    kind: "creation",
    isNoted: true,
    hasPriority: false,
    describe: (id) => (id === undefined ? `an app named "${label}"` : `the app ${id}`),
    manualCommand: (id) =>
      id === undefined
        ? hint("apps list", { org: org.flagValue })
        : hint("apps delete", { args: [id], org: org.flagValue }),
    find: async (asked) => (await asked.findApps(label)).filter((app) => readMarker(app)?.run === stamp.run),
    remove: deactivateAndDelete,
    learn: (created: Created) => {
      const newApp = created as OktaApp;
      return { ...identify(newApp), newApp };
    },
  };
}

/** Okta deletes inactive apps only. Where one part of Okta does not know the app and another does, it is tried once more. */
export async function deactivateAndDelete(org: OktaOrg, appId: string): Promise<Removal> {
  const found = await org.deactivateApp(appId);
  try {
    const removed = await org.deleteApp(appId);
    return removed === "gone" && found === "done" ? await org.deleteApp(appId) : removed;
  } catch (error) {
    if (found === "done" || !isRefusal(error, "E0000056")) throw error;
    await org.deactivateApp(appId);
    return org.deleteApp(appId);
  }
}

/** When somebody else changes the app at the same time, it is read again, and the same changes are made to what they left. */
function describeReplacement(
  appId: string,
  planned: JsonObject,
  { run: { org }, former: read = {} }: EffectSource,
): Change {
  let [former, app] = [read, planned];
  return {
    kind: "change",
    undoing: {
      describe: `the app ${appId} with other ${listNames(listDifferences(former, app))}`,
      manualCommand: hint("apps show", { args: [appId], org: org.flagValue }),
      undo: async (signal) =>
        revert(org.withSignal(signal), appId, { former, changes: listDifferences(former, app) }),
    },
    async adapt() {
      const current = await org.getApp(appId);
      if (current !== undefined) {
        app = repeatChanges(current, listDifferences(former, app));
        former = current;
      }
      return { call: "replaceApp", args: [appId, app] };
    },
  };
}

interface MadeChanges {
  readonly former: JsonObject;
  readonly changes: readonly FieldChange[];
}

async function revert(org: OktaOrg, appId: string, { former, changes }: MadeChanges): Promise<void> {
  const current = await org.getApp(appId);
  const reverted = current && revertApp(current, former, changes);
  if (reverted !== undefined) await org.replaceApp(appId, reverted);
}

/** Lets people sign in to an app again. */
function describeActivation(appId: string, { run: { org } }: EffectSource): Change {
  return {
    kind: "change",
    undoing: {
      describe: `the activated app ${appId}`,
      manualCommand: hint("apps show", { args: [appId], org: org.flagValue }),
      async undo(signal) {
        await org.withSignal(signal).deactivateApp(appId);
      },
    },
  };
}
