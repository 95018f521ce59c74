import type { Style } from "../context.ts";
import type { FieldChange } from "../provision/app-differences.ts";
import { escapeControls } from "../terminal/escape-controls.ts";
import { wrap } from "../terminal/wrap.ts";

/** Fields with what they lose and gain, one value a line: lists show what stays, too. */
export function describeChanges(changes: readonly FieldChange[], style: Style, width: number): string {
  return changes.map((change) => describeChange(change, style, width)).join("");
}

function describeChange({ field, from, to }: FieldChange, style: Style, width: number): string {
  const [before, after] = [valuesOf(from), valuesOf(to)];
  const line = (sign: string, text: string): string =>
    `      ${sign} ${wrap(escapeControls(text), { width, indent: 8 })}\n`;
  return [
    `    ${shortName(field)}\n`,
    ...before.filter((value) => after.includes(value)).map((value) => style.faint(line(" ", value))),
    ...before.filter((value) => !after.includes(value)).map((value) => style.bad(line("-", value))),
    ...after.filter((value) => !before.includes(value)).map((value) => style.good(line("+", value))),
  ].join("");
}

/** The parts that every field of an OIDC app begins with say nothing. */
function shortName(field: string): string {
  return field.replace(/^(?:settings|credentials)\.(?:oauthClient\.)?/u, "");
}

function valuesOf(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map((item) =>
    typeof item === "string" ? item : JSON.stringify(item),
  );
}
