import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import * as v from "valibot";
import { formatFault, type TemplateFault } from "../src/project/template-source/faults.ts";
import { type ListedFile, listFiles as listFound } from "../src/project/template-source/list-files.ts";
import { isLeftBehind } from "../src/project/template-source/left-behind.ts";
import {
  parseTemplateJson,
  type TemplateJson,
  templateJsonName,
} from "../src/project/template-source/template-json.ts";
import { packagedFile } from "./packaged-files.ts";

/** What only our own templates have: files that npm packages bring. The rest is as in everybody's. */
const ourPart = v.looseObject({ packaged: v.exactOptional(v.array(packagedFile), []) });

type OurTemplateJson = TemplateJson & v.InferOutput<typeof ourPart>;

/** The folders of `templates` that have a `template.json`, sorted. */
export function templateFolders(templatesRoot: string): string[] {
  if (!existsSync(templatesRoot)) return [];
  const folders = readdirSync(templatesRoot).filter((name) =>
    existsSync(join(templatesRoot, name, templateJsonName)),
  );
  return folders.toSorted();
}

/** Reads and checks a `template.json` of ours. Throws with every fault that the schemas find. */
export function readTemplateJson(templatesRoot: string, platform: string): OurTemplateJson {
  const path = join(templatesRoot, platform, templateJsonName);
  const text = readFileSync(path, "utf8");
  const ours = v.safeParse(ourPart, JSON.parse(text));
  if (!ours.success) {
    const said = ours.issues.map((issue) => `${v.getDotPath(issue) ?? templateJsonName}: ${issue.message}`);
    throw new Error(`${path}: ${said.join("; ")}`);
  }
  const { packaged, ...others } = ours.output;
  const faults: TemplateFault[] = [];
  const parsed = parseTemplateJson(JSON.stringify(others, undefined, 2), faults);
  throwFaults(path, faults);
  if (parsed?.json.platform !== platform)
    throw new Error(`${path}: its platform is not the name of its folder`);
  return { ...parsed.json, packaged };
}

/** Throws with every fault of a template, when there is one. `template.json` was written anew: its lines are others. */
export function throwFaults(path: string, faults: readonly TemplateFault[]): void {
  const said = faults.map((fault) =>
    formatFault(fault.file === templateJsonName ? { ...fault, line: undefined } : fault),
  );
  if (said.length > 0) throw new Error(`${path}:\n${said.join("\n")}`);
}

/**
 * Every file of a template, sorted by its path in the template, the shared ones last. Throws when a mapped folder has no
 * file, or an exception is missing, listed twice, leads out of the templates, or changes nothing.
 */
export function listFiles(templatesRoot: string, json: TemplateJson): readonly ListedFile[] {
  const root = join(templatesRoot, json.platform);
  const inside = readFolder(root);
  const shared = new Set(json.exceptions.map(({ from }) => from).filter((from) => !inside.includes(from)));
  for (const from of shared) assertShared(root, from);
  const faults: TemplateFault[] = [];
  const paths = [...inside, ...shared];
  const exceptions = json.exceptions.map((exception) =>
    shared.has(exception.from) ? { to: placeShared(exception.from), ...exception } : exception,
  );
  const listed = listFound(paths, { json: { ...json, exceptions }, findLine: () => undefined }, faults);
  throwFaults(root, faults);
  return listed;
}

/** Where a shared file goes that no exception gives another place. */
function placeShared(from: string): string {
  return stripUpward(from).replace(/\.hbs$/u, "");
}

/** The path without the `../` in front. */
export function stripUpward(path: string): string {
  return path.replace(/^(?:\.\.\/)+/u, "");
}

/** The paths of the files in a template, relative to it, sorted by code unit. */
function readFolder(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !isLeftBehind(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll("\\", "/"),
    )
    .filter((path) => path !== templateJsonName)
    .toSorted();
}

/** A file outside of the template's folder may be one that platforms share, `../unlock-scenarios.json.hbs`, no other. */
function assertShared(root: string, from: string): void {
  const path = posix.normalize(posix.join("platform", from));
  if (path.startsWith("../") || posix.isAbsolute(from) || from.includes("\\"))
    throw new Error(`${from}: leads out of the templates`);
  if (!existsSync(join(root, from))) throw new Error(`${root}: an exception is not there: ${from}`);
}
