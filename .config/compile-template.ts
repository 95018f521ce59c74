import { readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import { findFileKind } from "../src/project/escape.ts";
import { assertProjectPaths, fillNames } from "../src/project/paths.ts";
import { stripRegions } from "../src/project/regions.ts";
import type { TemplateFile } from "../src/project/templates.ts";
import { assertOnlyPresence } from "./check-template.ts";
import { readPackagedFile } from "./packaged-files.ts";
import { type ListedFile, listFiles, readTemplateJson } from "./template-json.ts";

/** Known when templates are checked; the real ones are checked again when a project is planned. */
const sampleNames = {
  swiftModule: "MyApp",
  directory: "my-app",
  identifier: "myapp",
  applicationPath: "com/example/myapp",
};

/** The source of a module that exports the compiled `template` of a platform. */
export function compileTemplate(templatesRoot: string, platform: string): string {
  const json = readTemplateJson(templatesRoot, platform);
  const { title, version, toolchain, packaged = [], builtOn, install, localOrgSteps, nextSteps } = json;
  const folder = join(templatesRoot, platform);
  const compiled: readonly CompiledFile[] = [
    ...listFiles(templatesRoot, json).map((file) => compileFile(folder, file)),
    ...packaged.map((file) => ({ file: readPackagedFile(file) })),
  ];
  assertProjectPaths(compiled.map(({ file }) => fillNames(file.to, sampleNames)));
  for (const step of nextSteps) fillNames(step, sampleNames);
  for (const step of localOrgSteps)
    fillNames(step, { ...sampleNames, trust: "local trust", start: "local start" });
  const sources = compiled.map(({ file, spec }) => {
    const source = JSON.stringify(file);
    return spec === undefined ? source : `${source.slice(0, -1)},"spec":${spec}}`;
  });
  const head = JSON.stringify({
    platform,
    title,
    version,
    toolchain,
    builtOn,
    install,
    localOrgSteps,
    nextSteps,
  }).slice(0, -1);
  return `export const template = ${head}, "files": [\n${sources.join(",\n")}\n]};\n`;
}

interface CompiledFile {
  readonly file: Omit<TemplateFile, "spec">;
  /** JavaScript source of the precompiled template. */
  readonly spec?: string;
}

function compileFile(folder: string, file: ListedFile): CompiledFile {
  const common = { ...file, kind: file.kind ?? findFileKind(file.from) };
  const { kind } = common;
  if (kind === "binary") return { file: common };
  const text = readFileSync(join(folder, file.from), "utf8");
  assertCleanText(text, file.from);
  const stripped = stripRegions(text, file.from);
  if (file.from.endsWith(".hbs")) return { file: common, spec: precompile(stripped, file.from) };
  return { file: { ...common, text: stripped } };
}

function assertCleanText(text: string, from: string): void {
  if (text.includes("\uFFFD")) throw new Error(`${from}: is not UTF-8; give it the kind binary`);
  if (text.startsWith("\uFEFF")) throw new Error(`${from}: starts with a byte order mark`);
  if (text.includes("\r") && !from.endsWith(".bat")) throw new Error(`${from}: has carriage returns`);
}

function precompile(text: string, from: string): string {
  const program = Handlebars.parse(text, { srcName: from });
  assertOnlyPresence(program.body, from);
  const options = { noEscape: true, strict: true, knownHelpersOnly: true, preventIndent: true };
  // A string of JavaScript, whatever the types of Handlebars say.
  return Handlebars.precompile(program, options) as string;
}
