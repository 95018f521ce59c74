import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { parseSync } from "oxc-parser";

/**
 * One import of one file.
 *
 * @typedef {object} ImportEdge
 * @property {string} from Relative to the source folder, with forward slashes: `commands/create/run.ts`.
 * @property {string} to Relative to the source folder for our own files, else the specifier: `node:path`, `commander`.
 * @property {"static" | "dynamic" | "type"} kind
 */

/**
 * The TypeScript files of a folder, relative to it, sorted.
 *
 * @param {string} sourceRoot an absolute path
 * @returns {readonly string[]}
 */
export function listSources(sourceRoot) {
  return readdirSync(sourceRoot, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
    .map((file) => file.split(sep).join("/"))
    .toSorted();
}

/**
 * Every import of every file in a folder, read by a real parser.
 *
 * @param {string} sourceRoot an absolute path
 * @returns {readonly ImportEdge[]}
 */
export function readImports(sourceRoot) {
  return listSources(sourceRoot).flatMap((file) => readFileImports(sourceRoot, file));
}

/**
 * @param {string} sourceRoot
 * @param {string} file
 * @returns {ImportEdge[]}
 */
function readFileImports(sourceRoot, file) {
  const path = join(sourceRoot, file);
  const text = readFileSync(path, "utf8");
  const { module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  /** @type {(specifier: string, kind: ImportEdge["kind"]) => ImportEdge} */
  const edge = (specifier, kind) => ({ from: file, to: nameTarget(sourceRoot, path, specifier), kind });
  const imports = module.staticImports.map(({ moduleRequest, entries }) =>
    edge(
      moduleRequest.value,
      entries.length > 0 && entries.every((entry) => entry.isType) ? "type" : "static",
    ),
  );
  const reexports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest === null ? [] : [edge(moduleRequest.value, isType ? "type" : "static")],
    ),
  );
  const dynamic = module.dynamicImports.map(({ moduleRequest }) =>
    edge(text.slice(moduleRequest.start, moduleRequest.end).replaceAll(/["'`]/gu, ""), "dynamic"),
  );
  return [...imports, ...reexports, ...dynamic];
}

/**
 * @param {string} sourceRoot
 * @param {string} importer
 * @param {string} specifier
 */
function nameTarget(sourceRoot, importer, specifier) {
  if (!specifier.startsWith(".")) return specifier;
  return relative(sourceRoot, resolve(dirname(importer), specifier))
    .split(sep)
    .join("/");
}

/**
 * The room of a file: `commands`, `okta`, … or the file itself when it lies in src directly.
 *
 * @param {string} file
 */
export function roomOf(file) {
  return file.split("/")[0] ?? file;
}

/**
 * Everything that loading `entry` loads at once: our files and packages.
 *
 * @param {string} entry
 * @param {readonly ImportEdge[]} edges
 * @returns {ReadonlySet<string>}
 */
export function staticClosure(entry, edges) {
  /** @type {Set<string>} */
  const seen = new Set();
  /** @param {string} file */
  const visit = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const edge of edges) if (edge.from === file && edge.kind === "static") visit(edge.to);
  };
  visit(entry);
  return seen;
}
