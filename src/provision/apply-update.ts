import type { OktaOrg } from "../okta/port.ts";
import { changeApp } from "./app-changes.ts";
import { clientIdOf } from "./app-conflict.ts";
import { applyAssignment, applyUnassignment } from "./apply-assignment.ts";
import { replaceApp } from "./apply-replacement.ts";
import { applySignOnPolicy } from "./apply-sign-on-policy.ts";
import type { UpdatePlan } from "./plan-update.ts";
import type { PlannedStep } from "./planned-steps.ts";
import type { ApplyContext, Known, Run } from "./run.ts";
import type { Journal } from "./undo.ts";

type Tools = Pick<Run, "org" | "journal" | "context">;

/** Carries an update out, step by step; how each is undone is in `journal` before it runs. */
export async function applyUpdate(
  context: ApplyContext,
  org: OktaOrg,
  plan: UpdatePlan,
  journal: Journal,
): Promise<void> {
  const { app } = plan;
  const known: Known = { appId: app.id, clientId: clientIdOf(app), isNewApp: false, policyId: undefined };
  for (const step of plan.steps) {
    context.signal.throwIfAborted();
    if (step.action === "keep") continue;
    await context.log.step(step.title, async () => act({ context, org, journal }, plan, step, known));
  }
}

async function act(tools: Tools, plan: UpdatePlan, step: PlannedStep, known: Known): Promise<unknown> {
  if (step.resource === "app") return replaceApp(tools, plan.app, (app) => changeApp(app, plan.changes));
  if (step.resource === "sign-on-policy" && step.action !== "keep")
    return applySignOnPolicy(tools, step, known);
  if (step.resource !== "assignment" || step.action === "keep") return undefined;
  return step.action === "create"
    ? applyAssignment(tools, step, known)
    : applyUnassignment(tools, step, known);
}
