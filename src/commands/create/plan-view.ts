import type { Style } from "../../context.ts";
import { describeSteps } from "../../flows/plan-view.ts";
import { type CompiledTemplate, offeredTemplates } from "../../project/templates.ts";
import type { PlannedStep } from "../../provision/planned-steps.ts";
import { formatTable } from "../../terminal/table.ts";
import { namePlatform } from "../../values/platform.ts";
import type { CreateAnswers } from "./answers.ts";
import { locateProjects } from "./locate-projects.ts";
import { type RowName, type RunAnswers, runRows } from "./rows.ts";

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

/** What is going to be made, before it is: the project with its answers, and the steps in the org. */
export function describePlan({ answers, steps }: ShownPlan, style: Style, width: number): string {
  const { template } = answers;
  const rows = [
    ...(template === undefined ? [] : [["Template", `${template.title} ${template.version}`] as const]),
    ...listAnswers(answers).map(({ label, text }) => [label, text] as const),
  ];
  return [
    `\n${style.strong("The plan:")}\n`,
    formatTable(rows, style),
    `\n${describeSteps(steps, style, width)}`,
    ...locateProjects(answers).map(
      ({ folder, platform, directory }) =>
        `  ${style.good("+")} Write the project${folder === "" ? "" : ` for ${namePlatform(platform)}`} to ${directory}\n`,
    ),
  ].join("");
}

interface ShownPlan {
  readonly answers: CreateAnswers;
  readonly steps: readonly PlannedStep[];
}
