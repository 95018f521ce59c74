import { isNode, LineCounter, parseDocument } from "yaml";

/** A way to a value in JSON: names and places in lists. */
export type JsonPath = readonly (string | number)[];

/** Finds the line (from 1) of a value in a text that is JSON; for a value that is missing, the line of what lacks it. */
export function createLineFinder(text: string): (path: JsonPath) => number | undefined {
  let read: ReturnType<typeof parseLines>;
  return (path) => (read ??= parseLines(text))?.(path);
}

/** JSON is YAML, and that parser says where things are. Undefined for what is nested too deep for it. */
function parseLines(text: string): ((path: JsonPath) => number | undefined) | undefined {
  try {
    const lineCounter = new LineCounter();
    const document = parseDocument(text, { lineCounter, maxAliasCount: 0, uniqueKeys: false } as object);
    return (path) => {
      for (let length = path.length; length >= 0; length -= 1) {
        const node: unknown = document.getIn(path.slice(0, length), true);
        if (isNode(node) && node.range) return lineCounter.linePos(node.range[0]).line;
      }
      return undefined;
    };
  } catch {
    return undefined;
  }
}

/** The line that the message of `JSON.parse` points at. */
export function findSyntaxLine(text: string, { message }: Error): number {
  const [, position] = /position (\d+)/u.exec(message) ?? [];
  const before = position === undefined ? text.trimEnd() : text.slice(0, Number(position));
  return before.split("\n").length;
}
