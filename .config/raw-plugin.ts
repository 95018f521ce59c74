import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

const query = "?raw";
const prefix = "\0okta-unlock:raw:";
/** By the end of its name the bundler knows that this is a module, not a stylesheet. */
const suffix = ".mjs";

/**
 * `import text from "./page.css?raw"`: the text of a file, as Vite has it. For the bundler, which has not, and for vitest, which
 * makes every stylesheet empty.
 */
export function rawPlugin(): Plugin {
  return {
    name: "okta-unlock:raw",
    enforce: "pre",
    resolveId(id, importer) {
      if (!id.endsWith(query) || importer === undefined) return undefined;
      return `${prefix}${join(dirname(importer), id.slice(0, -query.length))}${suffix}`;
    },
    load(id) {
      if (!id.startsWith(prefix)) return undefined;
      const path = id.slice(prefix.length, -suffix.length);
      this.addWatchFile(path);
      return `export default ${JSON.stringify(readFileSync(path, "utf8"))};`;
    },
  };
}
