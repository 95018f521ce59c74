/**
 * Breaks text between words so that no line is longer than `width` columns; lines after the first are indented by
 * `indent` spaces. A word that is longer than a line (a path, a command) stays whole.
 */
export function wrap(
  text: string,
  { width, indent }: { readonly width: number; readonly indent: number },
): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= width - indent || line === "") {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  return [...lines, line].join(`\n${" ".repeat(indent)}`);
}
