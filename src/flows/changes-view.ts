import type { Style } from "../context.ts";
import type { FieldChange } from "../provision/app-differences.ts";
import { escapeControls } from "../terminal/escape-controls.ts";
import { wrap } from "../terminal/wrap.ts";

/** Each field with its removed and added values, one a line. Lists also show the values that stay. */
export function describeChanges(changes: readonly FieldChange[], style: Style, width: number): string {
  return changes.map((change) => describeChange(change, style, width)).join("");
}

function describeChange({ field, from, to }: FieldChange, style: Style, width: number): string {
  const [before, after] = [toTexts(from), toTexts(to)];
  const line = (sign: string, text: string): string =>
    `      ${sign} ${wrap(escapeControls(text), { width, indent: 8 })}\n`;
  return [
    `    ${shortName(field)}\n`,
    ...before.filter((value) => after.includes(value)).map((value) => style.faint(line(" ", value))),
    ...before.filter((value) => !after.includes(value)).map((value) => style.bad(line("-", value))),
    ...after.filter((value) => !before.includes(value)).map((value) => style.good(line("+", value))),
  ].join("");
}

/** Without the prefixes that all fields of an OIDC app share. */
function shortName(field: string): string {
  return field.replace(/^(?:settings|credentials)\.(?:oauthClient\.)?/u, "");
}

function toTexts(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map((item) =>
    typeof item === "string" ? item : JSON.stringify(item),
  );
}
