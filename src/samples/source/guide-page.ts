import { type FileKind, findFileKind } from "../../project/escape.ts";
import type { Region } from "../../project/regions.ts";
import { findImports } from "./imports.ts";

/** The page of a snippet as its author wrote it. */
export interface PageSource {
  /** For messages: `guides/ios/sign-in.md`. */
  readonly path: string;
  readonly text: string;
}

/** A region of a file of a template, with the text it stands in. */
export interface QuotedRegion extends Region {
  /** The path in the template, by which the language is known. */
  readonly from: string;
  /** The same below `templates`, for messages. */
  readonly path: string;
  readonly text: string;
}

/** What the pages of one platform can quote. */
export interface PageFacts {
  readonly regions: ReadonlyMap<string, QuotedRegion>;
  /** What `{{version:okta-mobile-swift}}` stands for, by name. */
  readonly versions: ReadonlyMap<string, string>;
}

/** A part of a page in one language: values in it are escaped as in a file of that kind. */
export interface PageSegment {
  readonly kind: FileKind;
  readonly text: string;
  /** The line of the page that it begins in. */
  readonly line: number;
  /** Where code comes from: the path in the template. */
  readonly from?: string;
}

export interface CompiledPage {
  readonly segments: readonly PageSegment[];
  /** The names of the regions that it quotes. */
  readonly quoted: readonly string[];
}

/** A line of its own: `<!-- code: challenge imports: LocalAuthentication, Security -->`. */
const codeMark = /^( *)<!-- code: ([a-z\d-]+)(?: imports: ([^>]+?))? -->$/u;

/**
 * Puts code and versions into a page: its prose, and for each line that names a region a fence with what is there, with
 * the imports that the line asks for. Throws with the file and line of what can't be.
 */
export function compilePage(page: PageSource, facts: PageFacts): CompiledPage {
  const segments: PageSegment[] = [];
  const quoted: string[] = [];
  const text = page.text.replace(/\n+$/u, "");
  if (text.trim() === "") throw new Error(`${page.path}:1: the page is empty`);
  for (const [index, line] of text.split("\n").entries()) {
    const fail = (fault: string): never => {
      throw new Error(`${page.path}:${index + 1}: ${fault}`);
    };
    const [marked, indent = "", name = "", imports] = codeMark.exec(line) ?? [];
    if (marked === undefined) {
      if (/<!--\s*code\b/u.test(line))
        fail(`${line.trim()} is not of the form <!-- code: name imports: A, B -->`);
      segments.push({
        kind: "markdown",
        line: index + 1,
        text: `${fillVersions(line, facts.versions, fail)}\n`,
      });
      continue;
    }
    const region = facts.regions.get(name) ?? fail(`there is no region ${name}`);
    quoted.push(name);
    segments.push(
      ...quoteRegion(region, { line: index + 1, indent, imports: imports?.split(/, */u) ?? [], fail }),
    );
  }
  return { segments: joinSegments(segments), quoted };
}

interface Quotation {
  readonly line: number;
  readonly indent: string;
  readonly imports: readonly string[];
  readonly fail: (fault: string) => never;
}

function quoteRegion(region: QuotedRegion, { line, indent, imports, fail }: Quotation): PageSegment[] {
  const { from, path, text } = region;
  const language = languageOf(from) ?? fail(`${path} is in no language that a guide can show`);
  const found = findImports(text, imports);
  const shown = "fault" in found ? fail(`${path} ${found.fault}`) : found.flatMap((each) => each.split("\n"));
  const code = [...shown, ...(shown.length === 0 ? [] : [""]), ...dedent(trimBlank(region.lines))];
  const indented = code.map((each) => (each === "" ? "" : `${indent}${each}`));
  return [
    { kind: "markdown", line, text: `${indent}\`\`\`${language}\n` },
    { kind: findFileKind(from), line, text: `${indented.join("\n")}\n`, from },
    { kind: "markdown", line, text: `${indent}\`\`\`\n` },
  ];
}

const languages: Readonly<Record<string, string>> = {
  swift: "swift",
  kt: "kotlin",
  kts: "kotlin",
  ts: "typescript",
  tsx: "tsx",
  toml: "toml",
  plist: "xml",
  xml: "xml",
  properties: "properties",
  json: "json",
};

/** The name of the language after a fence, by the extension of a file; undefined when none is known. */
function languageOf(from: string): string | undefined {
  const [, extension = ""] = /\.([a-z]+)(?:\.hbs)?$/u.exec(from) ?? [];
  return languages[extension];
}

/** Lines without the blanks that all of them begin with. */
function dedent(lines: readonly string[]): string[] {
  const depths = lines.filter(isFull).map((line) => line.search(/\S/u));
  const depth = Math.min(...depths);
  return lines.map((line) => line.slice(depth).trimEnd());
}

function isFull(line: string): boolean {
  return line.trim() !== "";
}

function trimBlank(lines: readonly string[]): readonly string[] {
  return lines.slice(lines.findIndex(isFull), lines.findLastIndex(isFull) + 1);
}

function fillVersions(line: string, versions: PageFacts["versions"], fail: (fault: string) => never): string {
  return line.replaceAll(/\{\{version:([^}]*)\}\}/gu, (_all, name: string) => {
    return versions.get(name) ?? fail(`no version of ${name} is known: ${[...versions.keys()].join(", ")}`);
  });
}

/** Neighbours of one kind as one: most of a page is prose. */
function joinSegments(segments: readonly PageSegment[]): PageSegment[] {
  const joined: PageSegment[] = [];
  for (const segment of segments) {
    const last = joined.at(-1);
    if (last?.kind !== segment.kind || segment.from !== undefined || last.from !== undefined)
      joined.push(segment);
    else joined[joined.length - 1] = { ...last, text: last.text + segment.text };
  }
  return joined;
}
