import { escapeControls } from "../terminal/escape-controls.ts";
import { wrap } from "../terminal/wrap.ts";
import type { PlannedRequest, PlannedStep } from "../provision/planned-steps.ts";
import type { Style } from "../context.ts";
import { describeChanges } from "./changes-view.ts";

const signs = { create: "+", update: "~", keep: "=", delete: "-" } as const;

/** The steps of a plan, each with its reason below it, and what an update changes. */
export function describeSteps(steps: readonly PlannedStep[], style: Style, width: number): string {
  return steps.map((step) => describeStep(step, style, width)).join("");
}

function describeStep(step: PlannedStep, style: Style, width: number): string {
  const paint = { create: style.good, update: style.warning, keep: style.faint, delete: style.bad }[
    step.action
  ];
  const changes = "changes" in step ? (step.changes ?? []) : [];
  return [
    `  ${paint(signs[step.action])} ${escapeControls(step.title)}\n`,
    `    ${style.faint(wrap(escapeControls(step.reason), { width, indent: 4 }))}\n`,
    describeChanges(changes, style, width),
  ].join("");
}

/** The requests that a plan sends. */
export function requestsOf(steps: readonly PlannedStep[]): PlannedRequest[] {
  return steps.flatMap((step) =>
    step.action === "keep" || step.request === undefined ? [] : [step.request],
  );
}

/** How a preview calls the org. */
export function orgName(org: string): string {
  return org === "local" ? "the local org" : org;
}

/** Lines for what a person should know though the run went well. */
export function describeWarnings(warnings: readonly string[], style: Style, width: number): string {
  return warnings
    .map((line) => `${style.warning("!")} ${wrap(escapeControls(line), { width, indent: 2 })}\n`)
    .join("");
}

/** The steps of a plan as --json gives them. */
export function stepsAsJson(steps: readonly PlannedStep[]): object[] {
  return steps.map((step) => ({
    resource: step.resource,
    action: step.action,
    title: step.title,
    reason: step.reason,
    ...("changes" in step ? { changes: step.changes } : {}),
  }));
}
