import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { listAnswers } from "../../flows/answer-list.ts";
import { changeAnswer, replaceAnswer } from "../../flows/change-answer.ts";
import type { Gathering } from "../../flows/fields.ts";
import { toField } from "../../flows/read-field.ts";
import { hint } from "../../hints.ts";
import {
  type RowName,
  type RunAnswers,
  readTyped,
  runRows,
  toProjectAnswers,
} from "../../flows/run-answers.ts";
import type { ProjectAnswers } from "../../project/answers.ts";
import type { UpdateFlags } from "./flags.ts";

/**
 * The answers that the project gets: those of flags, those that somebody changes, and else its own. Only flags count: a variable
 * that a shell happens to hold must not change a project. Throws `missing-input` when nobody says what to change.
 */
export async function changeAnswers(
  context: Context,
  gathering: Gathering,
  before: ProjectAnswers,
  flags: UpdateFlags,
): Promise<ProjectAnswers> {
  const { platform, ...shared } = before;
  const answers = await readFlags(gathering, { ...shared, platforms: [platform] }, flags);
  gathering.finish();
  const isGiven = flags.answers !== true || changeable.some(([name]) => readTyped(flags, name).length > 0);
  if (!isGiven && !context.interaction.canAsk) throw createNoAnswers();
  const changed = isGiven ? answers : await askForChanges(context, gathering, answers);
  return toProjectAnswers(changed, platform);
}

/** A project keeps its platform. */
const changeable = runRows.filter(([name]) => name !== "platforms");

async function readFlags(gathering: Gathering, before: RunAnswers, flags: UpdateFlags): Promise<RunAnswers> {
  let answers = before;
  for (const [name, row] of changeable) {
    const [typed] = readTyped(flags, name);
    if (typed === undefined) continue;
    const value = await gathering.resolve(toField(row, answers), typed);
    if (value !== undefined) answers = replaceAnswer({ answers, flags, known: {} }, name, value);
  }
  return answers;
}

function createNoAnswers(): OktaUnlockError {
  return new OktaUnlockError("missing-input", {
    message: "No new answer was given, and this run can't ask questions.",
    details: changeable.map(([, { flag }]) => flag),
    next: `Give one as a flag: ${hint("update", { help: true })}`,
  });
}

async function askForChanges(
  context: Context,
  gathering: Gathering,
  before: RunAnswers,
): Promise<RunAnswers> {
  let answers = before;
  for (;;) {
    const shown = listAnswers(answers).filter(({ name }) => name !== "platforms");
    const name = await context.prompts.select<RowName | undefined>({
      message: answers === before ? "What do you want to change?" : "What else?",
      choices: [
        ...shown.map(({ name: value, label, text }) => ({ value, name: `${label}: ${text}` })),
        { value: undefined, name: answers === before ? "Nothing" : "Nothing else" },
      ],
    });
    if (name === undefined) return answers;
    answers = await changeAnswer(gathering, { answers, flags: {}, known: {} }, name);
  }
}
