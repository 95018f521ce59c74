/**
 * Regions mark what guides quote: a line that holds only a comment, `// #region store-refresh-token`, to a line with
 * `// #endregion`. Comments of every language are known: `//`, `#`, `--`, `;`, `<!-- -->`, C's, and none at all.
 */
const mark = /^[ \t]*(?:\/\/|#(?!region|endregion)|<!--|\{?\/\*|--|;)?[ \t]*#(region|endregion)\b(.*)$/u;
const closing = /[ \t]*(?:-->|\*\/\}?)?[ \t]*\r?$/u;

/** What a text says between two region marks. */
export interface Region {
  readonly name: string;
  /** The line of the mark that opens it; the first line is 1. */
  readonly line: number;
  /** Its lines, without the marks of regions inside. Never empty. */
  readonly lines: readonly string[];
}

interface OpenRegion extends Region {
  readonly lines: string[];
}

interface Marked {
  /** Every line but the marks. */
  readonly kept: readonly string[];
  readonly regions: readonly Region[];
}

/**
 * Takes the lines with region marks out of a text. Throws when a region is empty, not closed, closed twice, closed in the
 * wrong order, without a name, or has the name of an earlier one; `path` is for that message.
 */
export function stripRegions(text: string, path: string): string {
  return readMarks(text, path).kept.join("\n");
}

/** The regions of a text, in the order they open. Throws as `stripRegions` does. */
export function readRegions(text: string, path: string): readonly Region[] {
  return readMarks(text, path).regions;
}

function readMarks(text: string, path: string): Marked {
  const open: OpenRegion[] = [];
  const regions: OpenRegion[] = [];
  const kept: string[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const [, word, rest = ""] = mark.exec(line) ?? [];
    if (word === undefined) {
      kept.push(line);
      for (const { lines } of open) lines.push(line);
      continue;
    }
    const region = { name: rest.replace(closing, "").trim(), line: index + 1, lines: [] };
    const fault = word === "region" ? openRegion(region, open, regions) : closeRegion(region.name, open);
    if (fault !== undefined) throw new Error(`${path}:${index + 1}: ${fault}`);
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined)
    throw new Error(`${path}:${unclosed.line}: the region ${unclosed.name} is never closed`);
  return { kept, regions };
}

/** Returns what is wrong with that; undefined when nothing is. */
function openRegion(region: OpenRegion, open: OpenRegion[], regions: OpenRegion[]): string | undefined {
  if (!/^[a-z\d]+(?:-[a-z\d]+)*$/u.test(region.name))
    return "a region needs a name such as store-refresh-token";
  if (regions.some(({ name }) => name === region.name)) return `the region ${region.name} exists already`;
  regions.push(region);
  open.push(region);
  return undefined;
}

function closeRegion(name: string, open: OpenRegion[]): string | undefined {
  const innermost = open.pop();
  if (innermost === undefined) return "closes a region that was not opened";
  if (name !== "" && name !== innermost.name) return `closes ${name}, but ${innermost.name} is open`;
  return innermost.lines.some((line) => line.trim() !== "")
    ? undefined
    : `the region ${innermost.name} is empty`;
}
