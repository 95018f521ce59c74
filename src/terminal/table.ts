import type { Style } from "../context.ts";
import { cutColumns, measureColumns, padColumns } from "./columns.ts";
import { escapeControls } from "./escape-controls.ts";
import { wrap } from "./wrap.ts";

/** Lines of `label   value`, the values in one column; a value that is longer than its line goes on below its beginning. */
export function formatTable(
  rows: readonly (readonly [label: string, value: string])[],
  style: Style,
  width = Number.POSITIVE_INFINITY,
): string {
  const column = Math.max(0, ...rows.map(([label]) => measureColumns(label)));
  const fit = (value: string): string => wrap(escapeControls(value), { width, indent: column + 4 });
  return rows
    .map(([label, value]) => `  ${style.faint(padColumns(label, column))}  ${fit(value)}\n`)
    .join("");
}

/** Rows under a heading row, each column as wide as its widest cell; the last column is cut at the terminal's width. */
export function formatColumns(cells: readonly (readonly string[])[], style: Style, width: number): string {
  const rows = cells.map((row) => row.map((cell) => escapeControls(cell)));
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => measureColumns(row[column] ?? ""))),
  );
  const lines = rows.map((row) =>
    formatRow(
      row.map((cell, column) => padColumns(cell, widths[column] ?? 0)),
      width,
    ),
  );
  return lines.map((line, index) => `${index === 0 ? style.faint(line) : line}\n`).join("");
}

/** Cells that are padded already, on one line that is cut at the terminal's width. */
export function formatRow(cells: readonly string[], width: number): string {
  return cutColumns(cells.map(escapeControls).join("  ").trimEnd(), width);
}
