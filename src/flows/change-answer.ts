import type { Gathering } from "./fields.ts";
import { toField } from "./read-field.ts";
import type { Known } from "../project/answer.ts";
import { type AnswerFlags, readTyped, type RowName, type RunAnswers, runRows } from "./run-answers.ts";

/** The answers so far, and where they come from. */
export interface Answered {
  readonly answers: RunAnswers;
  readonly flags: AnswerFlags;
  /** What the run knows besides them. */
  readonly known: Known;
}

/** Asks for one answer anew; what was made from it follows. */
export async function changeAnswer(
  gathering: Gathering,
  answered: Answered,
  name: RowName,
): Promise<RunAnswers> {
  const { answers, known } = answered;
  const row = rows.get(name);
  if (row === undefined) return answers;
  const field = toField(row, { ...known, ...answers }, row.write(answers[name]));
  return replaceAnswer(answered, name, await gathering.ask(field));
}

const rows = new Map(runRows);

/**
 * The answers with one of them replaced. An answer that was its own default gets the default that is made from the new one;
 * what was typed, or was something else, stays as long as it fits.
 */
export function replaceAnswer(
  { answers, flags, known }: Answered,
  changed: RowName,
  value: unknown,
): RunAnswers {
  const replaced: Partial<RunAnswers> = {};
  for (const [name, row] of runRows) {
    const now: Known = { ...known, ...answers, ...replaced };
    const text = row.write(answers[name]);
    const isDefault = readTyped(flags, name).length === 0 && text === row.fallback({ ...known, ...answers });
    const texts = isDefault ? [row.fallback(now)] : [text, row.fallback(now)];
    const parsed = texts.flatMap((each) => (each === undefined ? [] : row.parse(each, now)));
    const fitting = parsed.find(({ ok }) => ok);
    const kept = fitting?.ok === true ? fitting.value : answers[name];
    Object.assign(replaced, { [name]: name === changed ? value : kept });
  }
  // Each row gave what it is typed to give.
  return replaced as RunAnswers;
}
