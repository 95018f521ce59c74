import type { OktaApp } from "../okta/port.ts";
import { clientIdOf } from "./app-conflict.ts";
import { type AppDifferences, compareApp, type FieldChange } from "./app-differences.ts";
import { asMade, type DesiredState } from "./desired.ts";
import type { IfExists } from "./find-app.ts";
import { type ActivationStep, type AppStep, placeholders } from "./planned-steps.ts";

export interface AppPlan {
  readonly steps: readonly (AppStep | ActivationStep)[];
  readonly warnings: readonly string[];
}

/** The step that makes the app. */
export function planNewApp({ app, settings }: DesiredState): AppPlan {
  const making = { run: placeholders.run, expiresAt: settings.lease && placeholders.expiresAt };
  const step: AppStep = {
    resource: "app",
    action: "create",
    title: `Create the native app "${app.label}"`,
    reason: settings.lease ? "An ephemeral app is always a new one." : "The org has no app of this project.",
    request: { method: "POST", path: "/api/v1/apps?activate=true", body: asMade(app, making) },
  };
  return { steps: [step], warnings: [] };
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
      steps: [keepApp(app, "--if-exists reuse leaves it as it is.")],
      warnings: lacks(app, differences),
    };
  }
  const appStep =
    differences.changes.length === 0 ? keepApp(app, "It has all it needs.") : updateApp(app, differences);
  return { steps: app.status === "ACTIVE" ? [appStep] : [appStep, activate(app)], warnings: [] };
}

/** The step for an app that stays as it is. */
export function keepApp(app: OktaApp, reason: string): AppStep {
  const title = `Keep the app "${app.label}"`;
  return { resource: "app", action: "keep", title, reason, appId: app.id, clientId: clientIdOf(app) };
}

/** The step that changes some fields of an app. */
export function updateApp(app: OktaApp, { changes, app: changed }: AppDifferences): AppStep {
  return {
    resource: "app",
    action: "update",
    title: `Update the app "${app.label}"`,
    reason: `It differs in ${changes.map(({ field }) => lastName(field)).join(", ")}.`,
    appId: app.id,
    clientId: clientIdOf(app),
    former: app,
    changes,
    request: { method: "PUT", path: `/api/v1/apps/${app.id}`, body: changed },
  };
}

function activate(app: OktaApp): ActivationStep {
  return {
    resource: "activation",
    action: "update",
    title: `Activate the app "${app.label}"`,
    reason: `Its status is ${app.status}, and nobody can sign in to an app that is not active.`,
    changes: [{ field: "status", from: app.status, to: "ACTIVE" }],
    request: { method: "POST", path: `/api/v1/apps/${app.id}/lifecycle/activate` },
  };
}

function lacks(app: OktaApp, { changes }: AppDifferences): string[] {
  const inactive =
    app.status === "ACTIVE" ? [] : [`The app "${app.label}" is not active: nobody can sign in.`];
  return [...inactive, ...changes.filter(({ field }) => !unimportant.has(field)).map(describe)];
}

/** Differences that don't keep anyone from signing in. */
const unimportant = new Set(["label", "profile.okta_unlock.project"]);

function describe({ field, from, to }: FieldChange): string {
  return `The app was left as it is, but its ${lastName(field)} is ${show(from)} and should be ${show(to)}.`;
}

function show(value: unknown): string {
  return value === undefined || value === null ? "not set" : JSON.stringify(value);
}

function lastName(field: string): string {
  return field === "profile.okta_unlock.project" ? "our marker" : field.slice(field.lastIndexOf(".") + 1);
}
