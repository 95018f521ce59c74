import type { Context } from "../../context.ts";
import { listAnswers } from "../../flows/answer-list.ts";
import { changeAnswer } from "../../flows/change-answer.ts";
import type { Gathering } from "../../flows/fields.ts";
import { confirmPlan, createDeclinedError } from "../../flows/confirm-plan.ts";
import { readTyped, type RowName, type RunAnswers, runRows } from "../../flows/run-answers.ts";
import type { Known } from "../../project/answer.ts";
import { offeredTemplates } from "../../project/templates.ts";
import type { PlannedStep } from "../../provision/planned-steps.ts";
import type { CreateAnswers } from "./answers.ts";
import { derivePlace, lookAtPlace } from "./place.ts";
import { planInstall } from "./install.ts";
import { describePlan } from "./plan-view.ts";

interface Steps {
  readonly steps: readonly PlannedStep[];
}

/** What was agreed on. */
export interface Agreement<Plan extends Steps> {
  readonly answers: CreateAnswers;
  readonly plan: Plan;
}

/**
 * Shows the plan with the answers that it is made of, and goes on with a yes. Somebody who wants to change an answer is asked
 * for it, and is shown the new plan. Where nobody can be asked, only what changes something existing is shown. Throws
 * `interrupted` for a no.
 */
export async function agreeOnPlan<Plan extends Steps>(
  context: Context,
  gathering: Gathering,
  first: CreateAnswers,
  makePlan: (answers: CreateAnswers) => Promise<Plan>,
): Promise<Agreement<Plan>> {
  let answers = first;
  for (;;) {
    const plan = await makePlan(answers);
    if (!context.interaction.canAsk) {
      await confirmPlan(context, plan);
      return { answers, plan };
    }
    const manager = await planInstall(context, answers);
    context.log.show({ answers, steps: plan.steps, manager }, describePlan);
    if (await isAgreed(context)) return { answers, plan };
    answers = await changeOne(context, gathering, answers);
  }
}

async function isAgreed({ prompts }: Pick<Context, "prompts">): Promise<boolean> {
  const wish = await prompts.select({
    message: "Continue?",
    choices: [
      { value: "go", name: "Yes" },
      { value: "change", name: "Change something" },
      {
        value: "stop",
        name: "No",
        description: "Changes nothing, and prints the command with your answers.",
      },
    ],
  });
  if (wish === "stop") throw createDeclinedError();
  return wish === "go";
}

async function changeOne(
  context: Context,
  gathering: Gathering,
  answers: CreateAnswers,
): Promise<CreateAnswers> {
  const name = await context.prompts.select<RowName | undefined>({
    message: "What do you want to change?",
    choices: [
      ...listAnswers(answers).map(({ name: value, label, text }) => ({ value, name: `${label}: ${text}` })),
      { value: undefined, name: "Nothing" },
    ],
  });
  if (name === undefined) return answers;
  const { argument, flags } = answers.input;
  const directory = argument === undefined ? undefined : answers.directory;
  const known: Known = { directory, takesDefaults: true, templates: offeredTemplates(answers.template) };
  const changed = await changeAnswer(gathering, { answers, flags, known }, name);
  noteFollowers(context, gathering, answers, changed);
  const isMoved = argument === undefined && changed.name.directory !== answers.name.directory;
  const place = isMoved
    ? await derivePlace(context, gathering, changed.name.directory)
    : await lookAtPlace(answers.directory);
  return { ...answers, ...changed, directory: place.directory };
}

/** What was given before, and is another now because of the change: the command that goes on from there must not bring it back. */
function noteFollowers(
  { env }: Pick<Context, "env">,
  gathering: Gathering,
  before: CreateAnswers,
  changed: RunAnswers,
): void {
  for (const [name, row] of runRows) {
    const value = row.write(changed[name]);
    const isGiven =
      gathering.hasAnswered(row.flag) ||
      readTyped(before.input.flags, name).length > 0 ||
      env[row.variable] !== undefined;
    if (isGiven && value !== row.write(before[name])) gathering.answered({ flag: row.flag, value });
  }
}
