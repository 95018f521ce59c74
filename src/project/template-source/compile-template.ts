import { findFileKind } from "../escape.ts";
import { manifestName } from "../manifest.ts";
import { fillNames, listPathFaults } from "../paths.ts";
import { stripRegions } from "../regions.ts";
import type { CompiledTemplate, TemplateFile } from "../templates.ts";
import type { TemplateFault } from "./faults.ts";
import { type ListedFile, listFiles } from "./list-files.ts";
import { parseText } from "./parse-text.ts";
import { type ParsedTemplateJson, parseTemplateJson, templateJsonName } from "./template-json.ts";

/** A template as its author writes it: everything in one folder. */
export interface TemplateSource {
  /** The text of `template.json`. */
  readonly json: string;
  /** Every other file, by its path with forward slashes. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Known when templates are checked; the real ones are checked again when a project is planned. */
const sampleNames = {
  swiftModule: "MyApp",
  directory: "my-app",
  identifier: "myapp",
  applicationPath: "com/example/myapp",
};
const sampleCommands = { trust: "local trust", start: "local start" };

/** Checks a template and makes it ready to be rendered; gives everything that is wrong with it instead. */
export function compileTemplate(
  source: TemplateSource,
): { readonly template: CompiledTemplate } | { readonly faults: readonly TemplateFault[] } {
  const faults: TemplateFault[] = [];
  const parsed = parseTemplateJson(source.json, faults);
  if (countBraces(source) > mostBraces)
    return { faults: [...faults, { file: ".", problem: `has more than ${mostBraces} braces to fill in` }] };
  const paths = [...source.files.keys()];
  const listed: readonly ListedFile[] =
    parsed === undefined ? paths.map((from) => ({ from, to: from })) : listFiles(paths, parsed, faults);
  const files = listed.map((file) => compileFile(file, source.files.get(file.from), faults));
  if (parsed === undefined) return { faults };
  checkPaths(files, parsed, faults);
  checkSteps(parsed, faults);
  const { platform, title, version, toolchain, builtOn, install, localOrgSteps, nextSteps } = parsed.json;
  const head = {
    platform,
    title,
    version,
    toolchain,
    ...(builtOn && { builtOn }),
    ...(install && { install }),
    localOrgSteps,
    nextSteps,
  };
  return faults.length > 0 ? { faults } : { template: { ...head, files } };
}

/** Many times what a template needs; to parse one takes some 50 microseconds. */
const mostBraces = 50_000;

function countBraces({ files }: TemplateSource): number {
  let count = 0;
  for (const [path, contents] of files) {
    if (!path.endsWith(".hbs")) continue;
    const bytes = Buffer.from(contents.buffer, contents.byteOffset, contents.byteLength);
    for (let at = bytes.indexOf("{{"); at !== -1 && count <= mostBraces; at = bytes.indexOf("{{", at + 2))
      count += 1;
  }
  return count;
}

function compileFile(
  file: ListedFile,
  contents: Uint8Array | undefined,
  faults: TemplateFault[],
): TemplateFile {
  const common = { ...file, kind: file.kind ?? findFileKind(file.from) };
  if (contents === undefined) return common;
  if (common.kind === "binary") return { ...common, base64: Buffer.from(contents).toString("base64") };
  const text = Buffer.from(contents).toString("utf8");
  const problem = findTextFault(text, file.from);
  if (problem !== undefined) {
    faults.push({ file: file.from, problem });
    return common;
  }
  const stripped = strip(text, file.from, faults);
  if (stripped === undefined) return common;
  if (!file.from.endsWith(".hbs")) return { ...common, text: stripped };
  const findLine = createOriginalLines(text, stripped);
  const complain = (line: number | undefined, said: string): void =>
    void faults.push({ file: file.from, line: line && findLine(line), problem: said });
  const isUnknown = file.kind === undefined && common.kind === "text";
  const nodes = parseText(stripped, complain, isUnknown ? freeNames : []);
  return { ...common, nodes };
}

/** What somebody may have written in any script, with any sign: unescaped, a quote in it would end a text of the file. */
const freeNames = ["displayName", "command"];

function findTextFault(text: string, from: string): string | undefined {
  if (text.includes("\uFFFD") || text.includes("\0")) return "is not UTF-8; give it the kind binary";
  if (text.startsWith("\uFEFF")) return "starts with a byte order mark";
  if (text.includes("\r") && !from.endsWith(".bat")) return "has carriage returns";
  return undefined;
}

/** The text without the marks of regions; undefined when they are wrong. */
function strip(text: string, from: string, faults: TemplateFault[]): string | undefined {
  try {
    return stripRegions(text, from);
  } catch (error) {
    const said = (error as Error).message.slice(from.length);
    const { line, problem = said } = /^(?::(?<line>\d+))?: (?<problem>.*)$/su.exec(said)?.groups ?? {};
    faults.push({ file: from, line: line === undefined ? undefined : Number(line), problem });
    return undefined;
  }
}

/** Of a line without marks, the number that it has in the file. A mark is never like a line that stays. */
function createOriginalLines(text: string, stripped: string): (line: number) => number {
  let numbers: number[] | undefined;
  const count = (): number[] => {
    const kept = stripped.split("\n");
    const found: number[] = [];
    for (const [index, line] of text.split("\n").entries())
      if (line === kept[found.length]) found.push(index + 1);
    return found;
  };
  return (line) => (numbers ??= count())[line - 1] ?? line;
}

/** Every path has to be one of a file inside the project, and of one file only. */
function checkPaths(
  files: readonly TemplateFile[],
  { json, findLine }: ParsedTemplateJson,
  faults: TemplateFault[],
): void {
  const filled = files.map(({ from, to }) => {
    const index = json.exceptions.findIndex((exception) => exception.from === from);
    const line = index === -1 ? undefined : findLine(["exceptions", index]);
    return { path: fill(to, sampleNames, line, faults), line, from };
  });
  const placed = filled.filter(({ path }) => path !== undefined) as readonly (Filled & { path: string })[];
  for (const [index, problem] of listPathFaults(placed.map(({ path }) => path))) {
    const { from, line } = placed[index] as Filled;
    faults.push(
      line === undefined
        ? { file: from, problem }
        : { file: templateJsonName, line, problem: `${from}: ${problem}` },
    );
  }
  for (const { path, from } of placed)
    if (path.toLowerCase() === manifestName)
      faults.push({ file: from, problem: `okta-unlock writes ${manifestName} itself` });
}

interface Filled {
  readonly path: string | undefined;
  readonly line: number | undefined;
  readonly from: string;
}

function checkSteps({ json, findLine }: ParsedTemplateJson, faults: TemplateFault[]): void {
  for (const [name, names] of [
    ["nextSteps", sampleNames],
    ["localOrgSteps", { ...sampleNames, ...sampleCommands }],
  ] as const)
    for (const [index, step] of json[name].entries())
      fill(typeof step === "string" ? step : step.step, names, findLine([name, index]), faults);
}

function fill(
  text: string,
  names: Readonly<Record<string, string>>,
  line: number | undefined,
  faults: TemplateFault[],
): string | undefined {
  try {
    return fillNames(text, names);
  } catch (error) {
    faults.push({ file: templateJsonName, line, problem: (error as Error).message.replace(/\.$/u, "") });
    return undefined;
  }
}
