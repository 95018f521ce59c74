import { OktaUnlockError } from "../errors.ts";
import type { OktaApp, OktaOrg } from "../okta/port.ts";
import { oddities, problemsOf } from "./app-change-rules.ts";
import { type AppChanges, changeApp } from "./app-changes.ts";
import { keepApp, updateApp } from "./plan-app.ts";
import { planReassignment } from "./plan-reassignment.ts";
import { planSignOnPolicy } from "./plan-sign-on-policy.ts";
import type { PlannedStep } from "./planned-steps.ts";

/** How an app that exists becomes another, as plain data. */
export interface UpdatePlan {
  readonly app: OktaApp;
  readonly changes: AppChanges;
  readonly steps: readonly PlannedStep[];
  readonly warnings: readonly string[];
}

/**
 * Compares an app with what it is to become. Only reads. Throws `invalid-value` with everything that can't be changed so.
 */
export async function planUpdate(org: OktaOrg, app: OktaApp, changes: AppChanges): Promise<UpdatePlan> {
  const problems = problemsOf(app, changes);
  if (problems.length > 0) throw unfit(app, problems);
  const differences = changeApp(app, changes);
  const isRight = differences.changes.length === 0;
  const signOnPolicy = await planSignOnPolicy(org, changes.signOnPolicy, app);
  const reassignment = await planReassignment(org, app, changes.assignment);
  return {
    app,
    changes,
    steps: [
      isRight ? keepApp(app, "It is that way already.") : updateApp(app, differences),
      ...reassignment.steps,
      ...signOnPolicy,
    ],
    warnings: [...oddities(app, changes), ...reassignment.warnings],
  };
}

function unfit(app: OktaApp, problems: readonly string[]): OktaUnlockError {
  return new OktaUnlockError("invalid-value", {
    message: `The app "${app.label}" can't be changed so.`,
    details: problems,
    next: `See how it is now: okta-unlock apps show ${app.id}`,
  });
}
