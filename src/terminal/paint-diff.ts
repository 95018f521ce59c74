import type { Style } from "../context.ts";

/** A line of a unified diff in the colors that git gives it. */
export function paintDiffLine(line: string, style: Style): string {
  if (/^(?:---|\+\+\+|diff) /u.test(line)) return style.strong(line);
  if (line.startsWith("-")) return style.bad(line);
  if (line.startsWith("+")) return style.good(line);
  return line.startsWith("@@") ? style.accent(line) : line;
}
