import type { Style } from "../../context.ts";
import { listAnswers } from "../../flows/answer-list.ts";
import { describeSteps } from "../../flows/plan-view.ts";
import type { PlannedStep } from "../../provision/planned-steps.ts";
import { formatTable } from "../../terminal/table.ts";
import type { PackageManager } from "../../values/package-manager.ts";
import { namePlatform } from "../../values/platform.ts";
import type { CreateAnswers } from "./answers.ts";
import { locateProjects } from "./locate-projects.ts";

/** What is going to be made, before it is: the project with its answers, and the steps in the org. */
export function describePlan({ answers, steps, manager }: ShownPlan, style: Style, width: number): string {
  const { template } = answers;
  const rows = [
    ...(template === undefined ? [] : [["Template", `${template.title} ${template.version}`] as const]),
    ...listAnswers(answers).map(({ label, text }) => [label, text] as const),
  ];
  return [
    `\n${style.strong("The plan:")}\n`,
    formatTable(rows, style, width),
    `\n${describeSteps(steps, style, width)}`,
    ...locateProjects(answers).map(
      ({ folder, platform, directory }) =>
        `  ${style.good("+")} Write the project${folder === "" ? "" : ` for ${namePlatform(platform)}`} to ${directory}\n`,
    ),
    manager === undefined ? "" : `  ${style.good("+")} Install the dependencies with ${manager}\n`,
  ].join("");
}

interface ShownPlan {
  readonly answers: CreateAnswers;
  readonly steps: readonly PlannedStep[];
  /** What installs the dependencies, when that is wanted. */
  readonly manager: PackageManager | undefined;
}
