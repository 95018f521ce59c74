import { findFileKind } from "../../project/escape.ts";
import { readRegions } from "../../project/regions.ts";
import type { TemplateSource } from "../../project/template-source/compile-template.ts";
import type { Platform } from "../../values/platform.ts";
import type { PageFacts, QuotedRegion } from "./guide-page.ts";

interface TextFile {
  readonly from: string;
  readonly text: string;
}

/**
 * What the pages of a platform can quote: the regions of all files of its template, by name, and its versions. Throws, with file
 * and line, when a region is not right, or one of its name is elsewhere.
 */
export function readPageFacts(platform: Platform, { json, files }: TemplateSource): PageFacts {
  const texts = Array.from(files, ([from, contents]) => ({ from, contents }))
    .filter(({ from }) => findFileKind(from) !== "binary")
    .map(({ from, contents }) => ({ from, text: Buffer.from(contents).toString("utf8") }));
  const { toolchain = {} } = JSON.parse(json) as { readonly toolchain?: Readonly<Record<string, string>> };
  return { regions: collectRegions(platform, texts), versions: collectVersions(toolchain, texts) };
}

function collectRegions(platform: Platform, files: readonly TextFile[]): ReadonlyMap<string, QuotedRegion> {
  const regions = new Map<string, QuotedRegion>();
  for (const { from, text } of files) {
    const path = `${platform}/${from}`;
    for (const region of readRegions(text, path)) {
      const other = regions.get(region.name);
      if (other !== undefined)
        throw new Error(
          `${path}:${region.line}: the region ${region.name} is in ${other.path}:${other.line}, too`,
        );
      regions.set(region.name, { ...region, from, path, text });
    }
  }
  return regions;
}

/** Those of `template.json`, of the version catalog of Gradle, and of a `package.json`. */
function collectVersions(
  toolchain: Readonly<Record<string, string>>,
  files: readonly TextFile[],
): ReadonlyMap<string, string> {
  const listIn = (path: RegExp, line: RegExp): (readonly [string, string])[] => {
    const { text = "" } = files.find(({ from }) => path.test(from)) ?? {};
    return Array.from(text.matchAll(line), ([, name = "", version = ""]) => [name, version] as const);
  };
  return new Map([
    ...Object.entries(toolchain),
    ...listIn(/(?:^|\/)libs\.versions\.toml$/u, /^([\w-]+) = "([^"]+)"$/gmu),
    ...listIn(/^package\.json(?:\.hbs)?$/u, /^ {4}"([^"]+)": "(\d[^"]*)"/gmu),
  ]);
}
