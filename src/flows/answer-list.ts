import { answerRows, type AnswerName, type ProjectAnswers } from "../project/answers.ts";
import { type CompiledTemplate, offeredTemplates } from "../project/templates.ts";

/** One answer as it is shown, and offered to be changed. */
export interface ShownAnswer {
  readonly name: AnswerName;
  /** `Bundle ID`. */
  readonly label: string;
  readonly text: string;
}

/** The answers that a person has a choice in: one platform is none. What is empty is not shown. */
export function listAnswers({ template, ...answers }: ListedAnswers): readonly ShownAnswer[] {
  const known = { ...answers, templates: offeredTemplates(template) };
  return answerRows.flatMap(([name, row]) => {
    const choices = row.choices?.(known);
    if (choices?.length === 1) return [];
    const value = row.write(answers[name]);
    if (value === "") return [];
    const text = choices?.find((choice) => choice.value === value)?.name ?? value;
    return [{ name, label: row.label.charAt(0).toUpperCase() + row.label.slice(1), text }];
  });
}

/** The answers, with the template when it is one of the user's. */
type ListedAnswers = ProjectAnswers & { readonly template?: CompiledTemplate | undefined };
