import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileGuides } from "../src/samples/source/compile-guides.ts";
import type { CompiledGuides } from "../src/samples/guides.ts";
import { platforms } from "../src/values/platform.ts";
import { readOurSource } from "./template-source.ts";

/** The paths that the compiled guides are made of, besides those of the templates. */
export function listGuideFiles(templatesRoot: string): string[] {
  const root = join(templatesRoot, "guides");
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(?:json|md)$/u.test(path))
    .map((path) => join(root, path));
}

/**
 * Compiles the folder `guides` of the templates. Throws, with file and line, when a page quotes what is not there, and when a
 * page or a region is quoted by nobody.
 */
export function compileOurGuides(templatesRoot: string): CompiledGuides {
  const paths = listGuideFiles(templatesRoot).map((path) => path.slice(templatesRoot.length + 1));
  return compileGuides({
    files: new Map(
      paths.map((path) => [path.replaceAll("\\", "/"), readFileSync(join(templatesRoot, path), "utf8")]),
    ),
    templates: new Map(
      platforms.map((platform) => [platform, readOurSource(templatesRoot, platform).source]),
    ),
  });
}
