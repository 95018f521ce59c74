import { holdsCommand, splitParts, toPlainText } from "../values/command-text.ts";

interface Room {
  readonly width: number;
  readonly indent: number;
}

/**
 * Breaks text between words so that no line is longer than `width` columns; lines after the first are indented by `indent`
 * spaces. A word that is longer than a line (a path) stays whole, and so does a command: one that is broken can't be copied. A
 * command that does not fit behind its sentence gets a line of its own, a little further in.
 */
export function wrap(text: string, { width, indent }: Room): string {
  const lines: string[] = [];
  let line = "";
  for (const part of splitParts(text)) {
    const longer = line === "" ? part : `${line} ${part}`;
    if (lengthOf(longer) <= width - indent || line === "") {
      line = longer;
      continue;
    }
    lines.push(line);
    line = holdsCommand(part) ? `  ${part}` : part;
  }
  return [...lines, line].join(`\n${" ".repeat(indent)}`);
}

/** In columns: marks and colors take none. */
function lengthOf(text: string): number {
  return toPlainText(text).replaceAll(/\u001B\[[\d;]*m/gu, "").length;
}
