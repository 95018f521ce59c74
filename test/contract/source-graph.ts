import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";

const sourceRoot = fileURLToPath(new URL("../../src", import.meta.url));

export interface ImportEdge {
  /** Relative to src, with forward slashes: `commands/create/run.ts`. */
  readonly from: string;
  /** Relative to src for our own files, else the specifier: `node:path`, `commander`. */
  readonly to: string;
  readonly kind: "static" | "dynamic" | "type";
}

/** Every import of every file in src, read by a real parser. */
export function readImports(): readonly ImportEdge[] {
  return readdirSync(sourceRoot, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
    .flatMap((file) => importsOf(join(sourceRoot, file)));
}

/** The room of a file: `commands`, `org`, … or the file itself when it lies in src directly. */
export function roomOf(file: string): string {
  return file.split("/")[0] ?? file;
}

/** Everything that loading `entry` loads at once: our files and packages. */
export function staticClosure(entry: string, edges: readonly ImportEdge[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const edge of edges) if (edge.from === file && edge.kind === "static") visit(edge.to);
  };
  visit(entry);
  return seen;
}

function importsOf(file: string): ImportEdge[] {
  const text = readFileSync(file, "utf8");
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const edge = (specifier: string, kind: ImportEdge["kind"]): ImportEdge => ({
    from: nameOf(file),
    to: specifier.startsWith(".") ? nameOf(resolve(dirname(file), specifier)) : specifier,
    kind,
  });
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

function nameOf(file: string): string {
  return relative(sourceRoot, file).split(sep).join("/");
}
