interface Room {
  readonly width: number;
  readonly indent: number;
}

/**
 * Breaks text between words so that no line is longer than `width` columns; lines after the first are indented by
 * `indent` spaces. A word that is longer than a line (a path, a command) stays whole.
 */
export function wrap(text: string, { width, indent }: Room): string {
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

/** A command that does not fit behind its sentence gets a line of its own, whole: one that is broken can't be copied. */
export function wrapWithCommand(text: string, { width, indent }: Room): string {
  const [, sentence, command] = /^(.*:) ((?:okta-unlock|npx|export|curl|git|ls|xcrun) .*)$/u.exec(text) ?? [];
  if (text.length + indent <= width || sentence === undefined || command === undefined) {
    return wrap(text, { width, indent });
  }
  return `${wrap(sentence, { width, indent })}\n${" ".repeat(indent + 2)}${command}`;
}
