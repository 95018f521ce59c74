import type { Choice, Context } from "../context.ts";
import { interrupted, type OktaUnlockError } from "../errors.ts";
import type { OktaOrg } from "../okta/port.ts";
import { AppConflict, type FindOptions } from "../provision/find-app.ts";
import type { DesiredState } from "../provision/desired.ts";
import { planProvision } from "../provision/plan.ts";
import type { ProvisionPlan } from "../provision/planned-steps.ts";
import { escapeControls } from "../terminal/escape-controls.ts";
import { describeSteps } from "./plan-view.ts";

type Source = Pick<Context, "interaction" | "log" | "prompts">;

/** Plans against the org. When several apps could be meant, somebody who can be asked chooses; else the conflict stands. */
export async function planWithChoice(
  context: Source,
  org: OktaOrg,
  desired: DesiredState,
  options: FindOptions,
): Promise<ProvisionPlan> {
  try {
    return await context.log.step(`Reading ${org.orgUrl}`, () => planProvision(org, desired, options));
  } catch (error) {
    if (!(error instanceof AppConflict) || !context.interaction.canAsk || options.ifExists === "fail")
      throw error;
    context.log.warn([error.message, error.why].filter(Boolean).join(" "));
    const chosenAppId = await context.prompts.select({
      message: "Which app should the project use?",
      choices: listChoices(error),
    });
    if (chosenAppId === undefined) throw createDeclinedError();
    return planWithChoice(context, org, desired, { ...options, chosenAppId });
  }
}

/** The first one is what Enter takes: never an app that somebody else's file names. */
function listChoices({ choices, isNamedByProject }: AppConflict): readonly Choice<string | undefined>[] {
  const apps = choices.map(({ id, label, status }) => ({
    value: id,
    name: `${escapeControls(label)} (${id}, ${status.toLowerCase()})`,
  }));
  const none = { value: undefined, name: "None of these (stop here)" };
  return isNamedByProject ? [none, ...apps] : [...apps, none];
}

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
