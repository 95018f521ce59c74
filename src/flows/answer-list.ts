import { type CompiledTemplate, offeredTemplates } from "../project/templates.ts";
import { type RowName, type RunAnswers, runRows } from "./run-answers.ts";

/** One answer as it is shown, and offered to be changed. */
export interface ShownAnswer {
  readonly name: RowName;
  /** `Bundle ID`. */
  readonly label: string;
  readonly text: string;
}

/** The answers that a person has a choice in: one platform is none. What is empty is not shown. */
export function listAnswers({ template, ...answers }: ListedAnswers): readonly ShownAnswer[] {
  const known = { ...answers, templates: offeredTemplates(template) };
  return runRows.flatMap(([name, row]) => {
    const choices = row.choices?.(known);
    if (choices?.length === 1) return [];
    const value = row.write(answers[name]);
    if (value === "") return [];
    const chosen = row.several === undefined ? [value] : value.split(",");
    const text = chosen
      .map((each) => choices?.find((choice) => choice.value === each)?.name ?? each)
      .join(", ");
    return [{ name, label: row.label.charAt(0).toUpperCase() + row.label.slice(1), text }];
  });
}

/** The answers, with the template when it is one of the user's. */
type ListedAnswers = RunAnswers & { readonly template?: CompiledTemplate | undefined };
