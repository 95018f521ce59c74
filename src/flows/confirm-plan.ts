import type { Context } from "../context.ts";
import { interrupted, type OktaUnlockError } from "../errors.ts";
import type { ProvisionPlan } from "../provision/planned-steps.ts";
import { describeSteps } from "./plan-view.ts";

type Source = Pick<Context, "interaction" | "log" | "prompts">;

/** What a plan is shown for. */
interface Occasion {
  /** What to do after a no. */
  readonly next?: string;
  /** True when something else was changed before, and stays. */
  readonly hasChanged?: boolean;
}

type Steps = Pick<ProvisionPlan, "steps">;

/**
 * Shows a plan and asks whether to continue, when somebody can be asked. A plan that changes something existing is always shown.
 * Throws `interrupted` when the answer is no.
 */
export async function confirmPlan(context: Source, plan: Steps, occasion: Occasion = {}): Promise<void> {
  const { canAsk } = context.interaction;
  const changesExisting = plan.steps.some(({ action }) => action === "update" || action === "delete");
  if (canAsk || changesExisting) showPlan(context, plan);
  if (canAsk && !(await context.prompts.confirm({ message: "Continue?", default: true }))) {
    throw createDeclinedError(occasion);
  }
}

function showPlan({ log }: Source, plan: Steps): void {
  log.show(
    plan.steps,
    (steps, style, width) => `\n${style.strong("The plan:")}\n${describeSteps(steps, style, width)}`,
  );
}

/** A no to a plan, or to everything that a question offers. */
export function createDeclinedError({ next, hasChanged = false }: Occasion = {}): OktaUnlockError {
  return interrupted().with({
    message: `Cancelled. ${hasChanged ? "What was changed before stays" : "Nothing was changed"}.`,
    ...(next !== undefined && { next }),
  });
}
