import type { PlannedStep } from "../provision/plan.ts";
import type { Theme } from "../terminal/output.ts";

const signs = { create: "+", update: "~", keep: "=" } as const;

/** The steps of a plan, a line each, with what an update changes below it. */
export function describeSteps(steps: readonly PlannedStep[], theme: Theme): string {
  const width = Math.max(0, ...steps.map(({ title }) => title.length));
  return steps.map((step) => describeStep(step, theme, width)).join("");
}

function describeStep(step: PlannedStep, theme: Theme, width: number): string {
  const style = { create: theme.good, update: theme.warning, keep: theme.faint }[step.action];
  const line = `  ${style(signs[step.action])} ${step.title.padEnd(width)}  ${theme.faint(step.reason)}\n`;
  const changes = (step.changes ?? []).map(
    ({ field, from, to }) => `      ${field}: ${JSON.stringify(from)} → ${JSON.stringify(to)}\n`,
  );
  return [line, ...changes].join("");
}
