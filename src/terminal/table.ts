import type { Style } from "../context.ts";
import { escapeControls } from "./escape-controls.ts";
import { wrap } from "./wrap.ts";

/** Lines of `label   value`, the values in one column; with a width they are broken between words. */
export function formatTable(
  rows: readonly (readonly [label: string, value: string])[],
  style: Style,
  width = Infinity,
): string {
  const widest = Math.max(0, ...rows.map(([label]) => label.length));
  const room = { width, indent: widest + 4 };
  return rows
    .map(([label, value]) => `  ${style.faint(label.padEnd(widest))}  ${wrap(escapeControls(value), room)}\n`)
    .join("");
}

/** Rows under a heading row, each column as wide as its widest cell; the last column is cut at the terminal's width. */
export function formatColumns(cells: readonly (readonly string[])[], style: Style, width: number): string {
  const rows = cells.map((row) => row.map((cell) => escapeControls(cell)));
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const lines = rows.map((row) =>
    formatRow(
      row.map((cell, column) => cell.padEnd(widths[column] ?? 0)),
      width,
    ),
  );
  return lines.map((line, index) => `${index === 0 ? style.faint(line) : line}\n`).join("");
}

/** Cells that are padded already, on one line that is cut at the terminal's width. */
export function formatRow(cells: readonly string[], width: number): string {
  const trimmed = cells.map(escapeControls).join("  ").trimEnd();
  return trimmed.length <= width ? trimmed : `${trimmed.slice(0, width - 1)}…`;
}
