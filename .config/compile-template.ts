import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import Handlebars from "handlebars";
import * as v from "valibot";
import { viewNames } from "../src/project/escape.ts";
import { kindOf } from "../src/project/file-kind.ts";
import { assertProjectPaths, fillNames } from "../src/project/paths.ts";
import { stripRegions } from "../src/project/regions.ts";
import type { TemplateFile } from "../src/project/template.ts";
import { templateJson } from "../src/project/template-json.ts";
import type { TemplateJson } from "../src/project/template-json.ts";

/** Known when templates are checked; the real ones are checked again when a project is planned. */
const sampleNames = { swiftModule: "MyApp", directory: "my-app", identifier: "myapp" };

/** The folders of `templates` that have a `template.json`, sorted. */
export function templateFolders(templatesRoot: string): string[] {
  if (!existsSync(templatesRoot)) return [];
  const folders = readdirSync(templatesRoot).filter((name) =>
    existsSync(join(templatesRoot, name, "template.json")),
  );
  return folders.toSorted();
}

/** Reads and checks a `template.json`. Throws with every fault that the schema finds. */
export function readTemplateJson(templatesRoot: string, platform: string): TemplateJson {
  const path = join(templatesRoot, platform, "template.json");
  const parsed = v.safeParse(templateJson, JSON.parse(readFileSync(path, "utf8")));
  if (!parsed.success) {
    const faults = parsed.issues.map(
      (issue) => `${v.getDotPath(issue) ?? "template.json"}: ${issue.message}`,
    );
    throw new Error(`${path}: ${faults.join("; ")}`);
  }
  if (parsed.output.platform !== platform)
    throw new Error(`${path}: its platform is not the name of its folder`);
  return parsed.output;
}

/** The source of a module that exports the compiled `template` of a platform. */
export function compileTemplate(templatesRoot: string, platform: string): string {
  const { files, title, version, toolchain, nextSteps } = readTemplateJson(templatesRoot, platform);
  const folder = join(templatesRoot, platform);
  assertListed(
    folder,
    files.map((file) => file.from),
  );
  const compiled = files.map((file) => compileFile(folder, file));
  assertProjectPaths(compiled.map(({ file }) => fillNames(file.to, sampleNames)));
  for (const step of nextSteps) fillNames(step, sampleNames);
  const sources = compiled.map(({ file, spec }) => {
    const source = JSON.stringify(file);
    return spec === undefined ? source : `${source.slice(0, -1)},"spec":${spec}}`;
  });
  const head = JSON.stringify({ platform, title, version, toolchain, nextSteps }).slice(0, -1);
  return `export const template = ${head}, "files": [\n${sources.join(",\n")}\n]};\n`;
}

/** Every file of the folder is listed, once, and every listed file exists. */
function assertListed(folder: string, listed: readonly string[]): void {
  const present = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== ".DS_Store")
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .filter((path) => path !== "template.json");
  const unlisted = present.filter((path) => !listed.includes(path));
  if (unlisted.length > 0) throw new Error(`${folder}: template.json does not list ${unlisted.join(", ")}`);
  const missing = listed.filter((path) => !existsSync(join(folder, path)));
  if (missing.length > 0)
    throw new Error(`${folder}: template.json lists what is not there: ${missing.join(", ")}`);
}

interface CompiledFile {
  readonly file: Omit<TemplateFile, "spec">;
  /** JavaScript source of the precompiled template. */
  readonly spec?: string;
}

function compileFile(folder: string, file: TemplateJson["files"][number]): CompiledFile {
  assertInsideTemplates(file.from);
  const kind = file.kind ?? kindOf(file.from);
  const to = file.to ?? file.from.replace(/^(?:\.\.\/)+/u, "").replace(/\.hbs$/u, "");
  const common = { from: file.from, to, kind, ...(file.executable && { executable: true as const }) };
  if (kind === "binary") return { file: common };
  const text = readFileSync(join(folder, file.from), "utf8");
  assertCleanText(text, file.from);
  const stripped = stripRegions(text, file.from);
  if (file.from.endsWith(".hbs")) return { file: common, spec: precompile(stripped, file.from) };
  return { file: stripped === text ? common : { ...common, hasRegions: true } };
}

/** `from` may reach a file that platforms share, `../unlock-scenarios.json`, and nothing outside of `templates`. */
function assertInsideTemplates(from: string): void {
  const path = posix.normalize(posix.join("platform", from));
  if (path.startsWith("../") || posix.isAbsolute(from) || from.includes("\\")) {
    throw new Error(`${from}: leads out of the templates`);
  }
}

function assertCleanText(text: string, from: string): void {
  if (text.includes("\uFFFD")) throw new Error(`${from}: is not UTF-8; give it the kind binary`);
  if (text.startsWith("\uFEFF")) throw new Error(`${from}: starts with a byte order mark`);
  if (text.includes("\r") && !from.endsWith(".bat")) throw new Error(`${from}: has carriage returns`);
}

function precompile(text: string, from: string): string {
  const program = Handlebars.parse(text, { srcName: from });
  assertOnlyPresence(program.body, from, []);
  const options = { noEscape: true, strict: true, knownHelpersOnly: true, preventIndent: true };
  // A string of JavaScript, whatever the types of Handlebars say.
  return Handlebars.precompile(program, options) as string;
}

const blockHelpers = new Set(["if", "unless", "each"]);

/** Templates hold values and presence only: `{{name}}`, `{{#if}}`, `{{#unless}}`, `{{#each}}`. */
function assertOnlyPresence(
  body: readonly hbs.AST.Statement[],
  from: string,
  helpers: readonly string[],
): void {
  for (const statement of body) {
    const place = `${from}:${statement.loc.start.line}`;
    if (isBlock(statement)) assertBlock(statement, from, helpers);
    else if (isMustache(statement)) assertMustache(statement, place, helpers);
    else if (statement.type !== "ContentStatement" && statement.type !== "CommentStatement") {
      throw new Error(`${place}: ${statement.type} is not allowed in a template`);
    }
  }
}

function assertBlock(block: hbs.AST.BlockStatement, from: string, helpers: readonly string[]): void {
  const place = `${from}:${block.loc.start.line}`;
  const name = block.path.original;
  if (!blockHelpers.has(name))
    throw new Error(`${place}: the helper ${name} is not allowed; use if, unless or each`);
  const [parameter] = block.params;
  if (block.params.length !== 1 || parameter === undefined || !isPath(parameter)) {
    throw new Error(`${place}: #${name} takes one name`);
  }
  assertKnown(parameter, place, helpers);
  const inner = name === "each" ? [...helpers, "each"] : helpers;
  assertOnlyPresence(block.program.body, from, inner);
  // Handlebars leaves out the inverse when there is none, whatever its types say.
  assertOnlyPresence((block.inverse as hbs.AST.Program | undefined)?.body ?? [], from, helpers);
}

function assertMustache(
  mustache: hbs.AST.MustacheStatement,
  place: string,
  helpers: readonly string[],
): void {
  if (!mustache.escaped)
    throw new Error(`${place}: write two braces; values are escaped by file kind, always`);
  if (mustache.params.length > 0 || !isPath(mustache.path))
    throw new Error(`${place}: only a name is allowed`);
  assertKnown(mustache.path, place, helpers);
}

/** A name of the view; inside `#each` also `this`, `@first` and `@last`. */
function assertKnown(path: hbs.AST.PathExpression, place: string, helpers: readonly string[]): void {
  const inEach = helpers.includes("each") && /^(?:this|@first|@last)$/u.test(path.original);
  const name = path.original.replace(/^(?:\.\.\/)+/u, "");
  if (!inEach && !viewNames.some((known) => known === name)) {
    throw new Error(`${place}: {{${path.original}}} is not a name of the view (${viewNames.join(", ")})`);
  }
}

function isBlock(statement: hbs.AST.Statement): statement is hbs.AST.BlockStatement {
  return statement.type === "BlockStatement";
}

function isMustache(statement: hbs.AST.Statement): statement is hbs.AST.MustacheStatement {
  return statement.type === "MustacheStatement";
}

function isPath(node: hbs.AST.Node): node is hbs.AST.PathExpression {
  return node.type === "PathExpression";
}
