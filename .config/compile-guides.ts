import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { readRegions } from "../src/project/regions.ts";
import { compilePage, type PageFacts, type PageSegment, type QuotedRegion } from "../src/samples/guide-page.ts";
import { type Platform, platforms } from "../src/values/platform.ts";
import { precompile } from "./compile-template.ts";
import { listFiles, readTemplateJson } from "./template-json.ts";

const name = v.pipe(v.string(), v.regex(/^[a-z\d]+(?:-[a-z\d]+)*$/u, "a name such as sign-in"));
const folder = v.picklist(["ios", "android", "reactnative", "react-native"]);
const folders = v.strictObject({ ios: folder, android: folder, "react-native": folder });

/** `guides.json`: the guides, and which page each of their snippets is. */
const guidesJson = v.strictObject({
  /** What the platforms are called in Okta's docs repository. */
  folders,
  guides: v.record(
    name,
    v.strictObject({
      /** Where this guide calls them otherwise. */
      folders: v.exactOptional(v.partial(folders)),
      /** By the name that the guide includes it by: the page of `guides/<platform>/`. */
      snippets: v.record(name, name),
    }),
  ),
});

type GuidesJson = v.InferOutput<typeof guidesJson>;

const guidesFolder = "guides";

/** The paths that the compiled guides are made of, besides those of the templates. */
export function listGuideFiles(templatesRoot: string): string[] {
  const root = join(templatesRoot, guidesFolder);
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(?:json|md)$/u.test(path))
    .map((path) => join(root, path));
}

/**
 * The source of a module that exports the compiled `guides`. Throws, with file and line, when a page quotes what is not
 * there, and when a page or a region is quoted by nobody.
 */
export function compileGuides(templatesRoot: string): string {
  const json = readGuidesJson(templatesRoot);
  const snippets = listSnippets(json);
  const names = [...new Set(snippets.map(({ page }) => page))].toSorted();
  const pages = platforms.map((platform) => {
    const compiled = compilePages(templatesRoot, platform, names);
    return `${JSON.stringify(platform)}: {\n${compiled.join(",\n")}\n}`;
  });
  return `export const guides = { "snippets": ${JSON.stringify(snippets)}, "pages": {\n${pages.join(",\n")}\n} };\n`;
}

function readGuidesJson(templatesRoot: string): GuidesJson {
  const path = join(templatesRoot, guidesFolder, "guides.json");
  const parsed = v.safeParse(guidesJson, JSON.parse(readFileSync(path, "utf8")));
  if (parsed.success) return parsed.output;
  const faults = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? "guides.json"}: ${issue.message}`);
  throw new Error(`${path}: ${faults.join("; ")}`);
}

function listSnippets({ guides, folders: common }: GuidesJson) {
  return Object.entries(guides).flatMap(([guide, { snippets, folders: own }]) =>
    Object.entries(snippets).map(([snippet, page]) => ({ guide, snippet, page, folders: { ...common, ...own } })),
  );
}

function compilePages(templatesRoot: string, platform: Platform, names: readonly string[]): string[] {
  const facts = readFacts(templatesRoot, platform);
  const quoted = new Set<string>();
  assertAllUsed(templatesRoot, platform, names);
  const compiled = names.map((page) => {
    const path = `${guidesFolder}/${platform}/${page}.md`;
    if (!existsSync(join(templatesRoot, path))) throw new Error(`${path}:1: the page is not there`);
    const result = compilePage({ path, text: readFileSync(join(templatesRoot, path), "utf8") }, facts);
    for (const region of result.quoted) quoted.add(region);
    return `${JSON.stringify(page)}: [${result.segments.map((each) => writeSegment(each, path)).join(",\n")}]`;
  });
  for (const { name: region, from, line } of facts.regions.values())
    if (!quoted.has(region)) throw new Error(`${platform}/${from}:${line}: no page quotes the region ${region}`);
  return compiled;
}

function assertAllUsed(templatesRoot: string, platform: Platform, names: readonly string[]): void {
  const pages = readdirSync(join(templatesRoot, guidesFolder, platform)).filter((file) => file.endsWith(".md"));
  const unused = pages.find((file) => !names.includes(file.slice(0, -".md".length)));
  if (unused !== undefined)
    throw new Error(`${guidesFolder}/${platform}/${unused}:1: no snippet of guides.json is this page`);
}

function writeSegment({ kind, text, from }: PageSegment, path: string): string {
  const source = from === undefined ? {} : { from };
  if (!text.includes("{{")) return JSON.stringify({ kind, text, ...source });
  const head = JSON.stringify({ kind, ...source }).slice(0, -1);
  return `${head},"spec":${precompile(text, from ?? path)}}`;
}

/** What the pages of a platform can quote: the regions of all files of its template, by name, and its versions. */
function readFacts(templatesRoot: string, platform: Platform): PageFacts {
  const json = readTemplateJson(templatesRoot, platform);
  const files = listFiles(templatesRoot, json)
    .filter(({ from, kind }) => kind !== "binary" && !/\.(?:png|jpg|webp|jar|ttf)$/u.test(from))
    .map(({ from }) => ({ from, text: readFileSync(join(templatesRoot, platform, from), "utf8") }));
  const regions = new Map<string, QuotedRegion>();
  for (const { from, text } of files)
    for (const region of readRegions(text, `${platform}/${from}`)) {
      const other = regions.get(region.name);
      if (other !== undefined)
        throw new Error(
          `${platform}/${from}:${region.line}: the region ${region.name} is in ${other.from}:${other.line}, too`,
        );
      regions.set(region.name, { ...region, from, text });
    }
  return { regions, versions: readVersions(json.toolchain, files) };
}

/** Those of `template.json`, of the version catalog of Gradle, and of a `package.json`. */
function readVersions(
  toolchain: Readonly<Record<string, string>>,
  files: readonly { readonly from: string; readonly text: string }[],
): ReadonlyMap<string, string> {
  const versions = new Map(Object.entries(toolchain));
  const textOf = (path: RegExp): string => files.find(({ from }) => path.test(from))?.text ?? "";
  for (const [, key = "", version = ""] of textOf(/libs\.versions\.toml$/u).matchAll(/^([\w-]+) = "([^"]+)"$/gmu))
    versions.set(key, version);
  for (const [, key = "", version = ""] of textOf(/^package\.json\.hbs$/u).matchAll(/^ {4}"([^"]+)": "([\d.]+)"/gmu))
    versions.set(key, version);
  return versions;
}
