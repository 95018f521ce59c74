/**
 * Regions mark what guides quote: a line that holds only a comment, `// #region store-refresh-token`, to a line with
 * `// #endregion`. Comments of every language are known: `//`, `#`, `--`, `;`, `<!-- -->`, C's, and none at all.
 */
const mark = /^[ \t]*(?:\/\/|#(?!region|endregion)|<!--|\{?\/\*|--|;)?[ \t]*#(region|endregion)\b(.*)$/u;
const closing = /[ \t]*(?:-->|\*\/\}?)?[ \t]*\r?$/u;

/**
 * Takes the lines with region marks out of a text. Throws when a region is not closed, closed twice, closed in the
 * wrong order, without a name, or has the name of an earlier one; `path` is for that message.
 */
export function stripRegions(text: string, path: string): string {
  const open: string[] = [];
  const seen = new Set<string>();
  const kept = text.split("\n").filter((line, index) => {
    const [, word, rest = ""] = mark.exec(line) ?? [];
    if (word === undefined) return true;
    const fault = follow(word, rest.replace(closing, "").trim(), open, seen);
    if (fault !== undefined) throw new Error(`${path}:${index + 1}: ${fault}`);
    return false;
  });
  if (open.length > 0) throw new Error(`${path}: the region ${open.at(-1)} is never closed`);
  return kept.join("\n");
}

/** Opens or closes a region; returns what is wrong with that. */
function follow(word: string, name: string, open: string[], seen: Set<string>): string | undefined {
  if (word === "endregion") {
    const innermost = open.pop();
    if (innermost === undefined) return "closes a region that was not opened";
    return name === "" || name === innermost ? undefined : `closes ${name}, but ${innermost} is open`;
  }
  if (!/^[a-z\d]+(?:-[a-z\d]+)*$/u.test(name)) return "a region needs a name such as store-refresh-token";
  if (seen.has(name)) return `the region ${name} exists already`;
  seen.add(name);
  open.push(name);
  return undefined;
}
