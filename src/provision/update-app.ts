import { hint } from "../hints.ts";
import { OktaUnlockError } from "../errors.ts";
import type { OktaApp, OktaOrg } from "../okta/port.ts";
import { keepApp, updateApp } from "./app.ts";
import { type AppChanges, changeApp, findProblems, findWarnings } from "./app-changes.ts";
import { planReassignment } from "./assignment.ts";
import type { ApplyContext } from "./effect.ts";
import type { Journal } from "./journal.ts";
import { performSteps } from "./perform.ts";
import type { PlannedStep } from "./planned-steps.ts";
import { planSignOnPolicy } from "./sign-on-policy.ts";

/** How an existing app is changed, as plain data. */
export interface UpdatePlan {
  readonly app: OktaApp;
  readonly steps: readonly PlannedStep[];
  readonly warnings: readonly string[];
}

/** Plans changes of an existing app. Only reads. Throws `invalid-value` with every change that is not possible. */
export async function planUpdate(org: OktaOrg, app: OktaApp, changes: AppChanges): Promise<UpdatePlan> {
  const problems = findProblems(app, changes);
  if (problems.length > 0) throw createImpossible(app, problems);
  const differences = changeApp(app, changes);
  const isRight = differences.changes.length === 0;
  const signOnPolicy = await planSignOnPolicy(org, changes.signOnPolicy, app);
  const reassignment = await planReassignment(org, app, changes.assignment);
  return {
    app,
    steps: [
      isRight ? keepApp(app, "It already matches.") : updateApp(app, differences),
      ...reassignment.steps,
      ...signOnPolicy,
    ],
    warnings: [...findWarnings(app, changes), ...reassignment.warnings],
  };
}

function createImpossible(app: OktaApp, problems: readonly string[]): OktaUnlockError {
  return new OktaUnlockError("invalid-value", {
    message: `The app "${app.label}" can't be changed in this way.`,
    details: problems,
    next: `See how it is now: ${hint("apps show", { args: [app.id] })}`,
  });
}

/** Carries an update out, step by step; how each is undone is in `journal` before it runs. */
export async function applyUpdate(
  context: ApplyContext,
  org: OktaOrg,
  { steps }: UpdatePlan,
  journal: Journal,
): Promise<void> {
  const stamp = { run: crypto.randomUUID(), expiresAt: undefined };
  await performSteps({ context, org, journal, stamp }, steps);
}
