import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { listAnswers } from "../../flows/answer-list.ts";
import { changeAnswer, replaceAnswer } from "../../flows/change-answer.ts";
import type { Gathering } from "../../flows/fields.ts";
import { toField } from "../../flows/read-field.ts";
import { hint } from "../../hints.ts";
import { type AnswerName, answerRows, type ProjectAnswers } from "../../project/answers.ts";
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
  const answers = await readFlags(gathering, before, flags);
  gathering.finish();
  if (flags.answers !== true || answerRows.some(([name]) => flags[name] !== undefined)) return answers;
  if (!context.interaction.canAsk) throw createNoAnswers();
  return askForChanges(context, gathering, answers);
}

async function readFlags(
  gathering: Gathering,
  before: ProjectAnswers,
  flags: UpdateFlags,
): Promise<ProjectAnswers> {
  let answers = before;
  for (const [name, row] of answerRows) {
    const typed = flags[name];
    if (typeof typed !== "string") continue;
    const value = await gathering.resolve(toField(row, answers), typed);
    if (value !== undefined) answers = replaceAnswer({ answers, flags, known: {} }, name, value);
  }
  return answers;
}

function createNoAnswers(): OktaUnlockError {
  return new OktaUnlockError("missing-input", {
    message: "No new answer was given, and this run can't ask questions.",
    details: answerRows.filter(([name]) => name !== "platform").map(([, { flag }]) => flag),
    next: `Give one as a flag: ${hint("update", { help: true })}`,
  });
}

async function askForChanges(
  context: Context,
  gathering: Gathering,
  before: ProjectAnswers,
): Promise<ProjectAnswers> {
  let answers = before;
  for (;;) {
    const shown = listAnswers(answers).filter(({ name }) => name !== "platform");
    const name = await context.prompts.select<AnswerName | undefined>({
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
