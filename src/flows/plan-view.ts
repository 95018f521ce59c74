import type { Style } from "../context.ts";
import type { RequestPreview } from "../okta/compose-requests.ts";
import type { FieldChange } from "../provision/app-differences.ts";
import { listChanges, type PlannedStep } from "../provision/planned-steps.ts";
import { previewCalls } from "../provision/request.ts";
import { escapeControls } from "../terminal/escape-controls.ts";
import { wrap } from "../terminal/wrap.ts";

const signs = { create: "+", update: "~", keep: "=", delete: "-" } as const;

/** The steps of a plan, each with its reason below it, and what an update changes. */
export function describeSteps(steps: readonly PlannedStep[], style: Style, width: number): string {
  return steps.map((step) => describeStep(step, style, width)).join("");
}

function describeStep(step: PlannedStep, style: Style, width: number): string {
  const paint = { create: style.good, update: style.warning, keep: style.faint, delete: style.bad }[
    step.action
  ];
  return [
    `  ${paint(signs[step.action])} ${escapeControls(step.title)}\n`,
    `    ${style.faint(wrap(escapeControls(step.reason), { width, indent: 4 }))}\n`,
    describeChanges(listChanges(step), style, width),
  ].join("");
}

/** The requests that a plan sends, with `{appId}` and the like for what is not known yet. Nothing is sent. */
export async function previewRequests(steps: readonly PlannedStep[]): Promise<readonly RequestPreview[]> {
  const { composeRequests } = await import("../okta/compose-requests.ts");
  return composeRequests(previewCalls(steps));
}

/** How a preview calls the org. */
export function nameOrg(org: string): string {
  return org === "local" ? "the local org" : org;
}

/** Lines for what a person should know though the run went well. */
export function describeWarnings(warnings: readonly string[], style: Style, width: number): string {
  return warnings
    .map((line) => `${style.warning("!")} ${wrap(escapeControls(line), { width, indent: 2 })}\n`)
    .join("");
}

/** The steps of a plan as --json gives them. */
export function toStepsJson(steps: readonly PlannedStep[]): object[] {
  return steps.map((step) => {
    const { resource, action, title, reason } = step;
    const changes = listChanges(step);
    return { resource, action, title, reason, ...(changes.length > 0 && { changes }) };
  });
}

/** Each field with its removed and added values, one a line. Lists also show the values that stay. */
function describeChanges(changes: readonly FieldChange[], style: Style, width: number): string {
  return changes.map((change) => describeChange(change, style, width)).join("");
}

function describeChange({ field, from, to }: FieldChange, style: Style, width: number): string {
  const [before, after] = [toTexts(from), toTexts(to)];
  const line = (sign: string, text: string): string =>
    `      ${sign} ${wrap(escapeControls(text), { width, indent: 8 })}\n`;
  return [
    `    ${shortenName(field)}\n`,
    ...before.filter((value) => after.includes(value)).map((value) => style.faint(line(" ", value))),
    ...before.filter((value) => !after.includes(value)).map((value) => style.bad(line("-", value))),
    ...after.filter((value) => !before.includes(value)).map((value) => style.good(line("+", value))),
  ].join("");
}

/** Without the prefixes that all fields of an OIDC app share. */
function shortenName(field: string): string {
  return field.replace(/^(?:settings|credentials)\.(?:oauthClient\.)?/u, "");
}

function toTexts(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map((item) =>
    typeof item === "string" ? item : JSON.stringify(item),
  );
}
