import type { Choice, Context } from "../context.ts";
import type { OktaOrg } from "../okta/port.ts";
import { AppConflict, type FindOptions } from "../provision/find-app.ts";
import type { DesiredState } from "../provision/desired.ts";
import { planProvision } from "../provision/plan.ts";
import type { ProvisionPlan } from "../provision/planned-steps.ts";
import { escapeControls } from "../terminal/escape-controls.ts";
import { createDeclinedError } from "./confirm-plan.ts";

type Source = Pick<Context, "interaction" | "log" | "prompts">;

/** Plans against the org. When several apps could be meant, somebody who can be asked chooses; else the conflict stands. */
export async function planWithChoice(
  context: Source,
  org: OktaOrg,
  desired: DesiredState,
  options: FindOptions,
): Promise<ProvisionPlan> {
  try {
    return await context.log.step(`Read ${org.orgUrl}`, () => planProvision(org, desired, options));
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
