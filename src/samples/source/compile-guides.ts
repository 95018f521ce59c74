import { parseText } from "../../project/template-source/parse-text.ts";
import type { TemplateSource } from "../../project/template-source/compile-template.ts";
import { type Platform, platforms } from "../../values/platform.ts";
import type { CompiledGuides, CompiledSegment } from "../guides.ts";
import { compilePage, type PageFacts, type PageSegment } from "./guide-page.ts";
import { listSnippets, parseGuidesJson } from "./guides-json.ts";
import { readPageFacts } from "./page-facts.ts";

/** The guides as their authors write them. */
export interface GuidesSource {
  /** `guides/guides.json` and the pages, `guides/<platform>/<page>.md`, by their paths. */
  readonly files: ReadonlyMap<string, string>;
  /** What the pages of a platform quote. */
  readonly templates: ReadonlyMap<Platform, TemplateSource>;
}

const listPath = "guides/guides.json";

/**
 * Compiles the guides, so that at run time they are only rendered. Throws, with file and line, when a page quotes what is not
 * there, and when a page or a region is quoted by nobody.
 */
export function compileGuides({ files, templates }: GuidesSource): CompiledGuides {
  const snippets = listSnippets(parseGuidesJson(files.get(listPath) ?? "", listPath));
  const names = [...new Set(snippets.map(({ page }) => page))].toSorted();
  assertNoOthers(files, names);
  const pages = platforms.map((platform) => {
    const template = templates.get(platform);
    if (template === undefined) throw new Error(`${listPath}:1: there is no template for ${platform}`);
    const found = names.map((name) => findPage(files, `guides/${platform}/${name}.md`));
    const compiled = compilePages(found, readPageFacts(platform, template));
    return [platform, Object.fromEntries(names.map((name, index) => [name, compiled[index] ?? []]))];
  });
  return { snippets, pages: Object.fromEntries(pages) as CompiledGuides["pages"] };
}

interface Page {
  readonly path: string;
  readonly text: string;
}

function findPage(files: GuidesSource["files"], path: string): Page {
  const text = files.get(path);
  if (text === undefined) throw new Error(`${path}:1: the page is not there`);
  return { path, text };
}

/** A page that no snippet is would be read by nobody. */
function assertNoOthers(files: GuidesSource["files"], names: readonly string[]): void {
  const wanted = new Set(
    platforms.flatMap((platform) => names.map((name) => `guides/${platform}/${name}.md`)),
  );
  const unused = [...files.keys()].find((path) => path !== listPath && !wanted.has(path));
  if (unused !== undefined) throw new Error(`${unused}:1: no snippet of guides.json is this page`);
}

function compilePages(pages: readonly Page[], facts: PageFacts): (readonly CompiledSegment[])[] {
  const compiled = pages.map((page) => compilePage(page, facts));
  const quoted = new Set(compiled.flatMap((page) => page.quoted));
  for (const { name, path, line } of facts.regions.values())
    if (!quoted.has(name)) throw new Error(`${path}:${line}: no page quotes the region ${name}`);
  return compiled.map(({ segments }, index) =>
    segments.map((segment) => compileSegment(segment, pages[index]?.path ?? "")),
  );
}

/** What names a value is rendered for each app; the rest is text. */
function compileSegment({ kind, text, from, line }: PageSegment, page: string): CompiledSegment {
  const source = from === undefined ? {} : { from };
  if (!text.includes("{{")) return { kind, text, ...source };
  const nodes = parseText(text, (inside = 1, problem) => {
    throw new Error(`${page}:${from === undefined ? line + inside - 1 : line}: ${problem}`);
  });
  return { kind, nodes, ...source };
}
