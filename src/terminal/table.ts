import type { Theme } from "./output.ts";

/** Lines of `label   value`, the values in one column. */
export function table(rows: readonly (readonly [label: string, value: string])[], theme: Theme): string {
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `  ${theme.faint(label.padEnd(width))}  ${value}\n`).join("");
}
