import { diff3MergeRegions, diffComm } from "node-diff3";

/** What the sides of a conflict are called in its marks. */
export interface SideNames {
  readonly yours: string;
  readonly template: string;
}

/** Three versions of one text, with `\n` as line end. */
export interface Versions {
  /** What the file was made as; undefined when nobody knows. Then whatever differs is a conflict. */
  readonly base: string | undefined;
  readonly yours: string;
  readonly template: string;
}

export interface MergedText {
  /** The places where both changed the same lines in different ways. */
  readonly conflicts: number;
  /** The merge; what is in conflict stands between marks, as git has them. */
  readonly marked: string;
  /** The merge, with your lines where there is a conflict. */
  readonly yours: string;
  /** The merge, with the lines of the template where there is a conflict. */
  readonly template: string;
}

type Lines = readonly string[];

/** A part of the merged text. What is common to all versions counts when conflicts close to each other become one. */
type Part =
  | { readonly kind: "common" | "changed"; readonly lines: Lines }
  | { readonly kind: "conflict"; readonly yours: Lines; readonly template: Lines };

/** Merges what you and the template changed, line by line, with the result of `git merge-file`. */
export function mergeText({ base, yours, template }: Versions, names: SideNames): MergedText {
  const sides = [splitLines(yours), splitLines(template)] as const;
  const parts = base === undefined ? narrowConflict(...sides) : listParts(splitLines(base), ...sides);
  const joined = joinConflicts(parts);
  return {
    conflicts: joined.filter(({ kind }) => kind === "conflict").length,
    marked: writeParts(joined, (conflict) => markConflict(conflict, names)),
    yours: writeParts(joined, (conflict) => conflict.yours),
    template: writeParts(joined, (conflict) => conflict.template),
  };
}

/** With their line ends: a last line without one is another line. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/gu) ?? [];
}

function listParts(base: string[], yours: string[], template: string[]): readonly Part[] {
  const parts: Part[] = [];
  let wasBase = false;
  for (const region of diff3MergeRegions(yours, base, template)) {
    const isBase = region.stable && region.buffer === "o";
    // Lines were deleted between two parts of the base: that has no region.
    if (isBase && wasBase) parts.push({ kind: "changed", lines: [] });
    wasBase = isBase;
    if (region.stable) parts.push({ kind: isBase ? "common" : "changed", lines: region.bufferContent });
    else parts.push(...narrowConflict(region.aContent, region.bContent));
  }
  return parts;
}

/** What both sides have alike is no conflict. */
function narrowConflict(yours: string[], template: string[]): readonly Part[] {
  return diffComm(yours, template).map((part): Part => {
    if ("common" in part) return { kind: "common", lines: part.common };
    return { kind: "conflict", yours: part.buffer1, template: part.buffer2 };
  });
}

/** With so few lines between them, two conflicts are easier to read as one. */
const fewLines = 3;

function joinConflicts(parts: readonly Part[]): readonly Part[] {
  const joined: Part[] = [];
  for (const part of joinCommon(parts)) {
    const [before, between] = joined.slice(-2);
    const isClose = between?.kind === "common" && between.lines.length <= fewLines;
    if (part.kind !== "conflict" || before?.kind !== "conflict" || !isClose) {
      joined.push(part);
      continue;
    }
    joined.splice(-2, 2, {
      kind: "conflict",
      yours: [...before.yours, ...between.lines, ...part.yours],
      template: [...before.template, ...between.lines, ...part.template],
    });
  }
  return joined;
}

function joinCommon(parts: readonly Part[]): readonly Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    if (part.kind !== "common" || before?.kind !== "common") joined.push(part);
    else joined.splice(-1, 1, { kind: "common", lines: [...before.lines, ...part.lines] });
  }
  return joined;
}

type Conflict = Extract<Part, { readonly kind: "conflict" }>;

function writeParts(parts: readonly Part[], write: (conflict: Conflict) => Lines): string {
  return parts.flatMap((part) => (part.kind === "conflict" ? write(part) : part.lines)).join("");
}

function markConflict({ yours, template }: Conflict, names: SideNames): Lines {
  return [
    `<<<<<<< ${names.yours}\n`,
    ...endLast(yours),
    "=======\n",
    ...endLast(template),
    `>>>>>>> ${names.template}\n`,
  ];
}

function endLast(lines: Lines): Lines {
  return lines.map((line) => (line.endsWith("\n") ? line : `${line}\n`));
}
