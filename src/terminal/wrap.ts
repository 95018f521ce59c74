import { longestLine, measureColumns } from "./columns.ts";
import { holdsCommand, splitParts, toPlainText } from "../values/command-text.ts";

interface Room {
  readonly width: number;
  readonly indent: number;
}

/**
 * Breaks text between words so that no line is longer than `width` columns, nor than people like to read; lines after the first
 * are indented by `indent` spaces. A word that is longer than a line (a path) stays whole, and so does a command: one that is
 * broken can't be copied. A command that does not fit behind its sentence gets a line of its own, a little further in; a comma
 * or a full stop behind it would be copied with it, so that it ends the line instead.
 */
export function wrap(text: string, { width, indent }: Room): string {
  if (width === Infinity) return text;
  const room = Math.min(width, longestLine) - indent;
  const lines: string[] = [];
  let line = "";
  for (const part of splitParts(text)) {
    const longer = line === "" ? part : `${line} ${part}`;
    if (lengthOf(longer) <= room || line === "") {
      line = longer;
      continue;
    }
    lines.push(line);
    line = part;
    if (!holdsCommand(part)) continue;
    const command = part.replace(/[,.;]$/u, "");
    line = `  ${command}`;
    if (command === part) continue;
    lines.push(line);
    line = "";
  }
  return [...lines, ...(line === "" && lines.length > 0 ? [] : [line])].join(`\n${" ".repeat(indent)}`);
}

/** In columns: marks and colors take none. */
function lengthOf(text: string): number {
  return measureColumns(toPlainText(text).replaceAll(/\u001B\[[\d;]*m/gu, ""));
}
