import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import * as v from "valibot";
import { fileKinds } from "../src/project/escape.ts";
import { viewNames } from "../src/project/template-view.ts";
import { platforms } from "../src/values/platform.ts";
import { packagedFile } from "./packaged-files.ts";

const text = v.pipe(v.string(), v.nonEmpty());
const folder = v.pipe(v.string(), v.regex(/^(?!\/).*\/$/u, "a folder ends with a slash"));

/** A file that is not taken as its folder says. */
const exception = v.strictObject({
  /** Relative to the template; `../` reaches a file that platforms share. */
  from: text,
  to: v.exactOptional(text),
  kind: v.exactOptional(v.picklist(fileKinds)),
  executable: v.exactOptional(v.literal(true)),
  /** The name of the view that has to be true: without it the file is not in the project. */
  when: v.exactOptional(v.picklist(viewNames, "is not a name of the view")),
});

/** The one system that can build the project, as `process.platform` has it, and what to say on another one. */
const builtOn = v.strictObject({ system: text, elsewhere: text, elsewhereWithLocalOrg: text });

/**
 * `template.json`: what a template is called, what it was made for, and where its files go. A file keeps its path, less
 * `.hbs`, unless its folder is mapped or the file is an exception.
 */
const templateJson = v.strictObject({
  $schema: v.exactOptional(v.string()),
  platform: v.picklist(platforms),
  title: text,
  version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+$/u, "a version such as 1.0.0")),
  toolchain: v.record(v.string(), v.string()),
  /** Where the files of a folder go; the longest folder that fits decides. */
  folders: v.record(folder, folder),
  exceptions: v.array(exception),
  /** What comes from npm packages. */
  packaged: v.exactOptional(v.array(packagedFile)),
  builtOn: v.exactOptional(builtOn),
  /** Whose lockfile the project ships, when its packages have to be installed. The steps are written for it. */
  install: v.exactOptional(v.literal("npm")),
  localOrgSteps: v.array(text),
  nextSteps: v.array(text),
});

export type TemplateJson = v.InferOutput<typeof templateJson>;

/** A file of a template, with the path it gets in the project. */
export type ListedFile = v.InferOutput<typeof exception> & { readonly to: string };

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

/**
 * Every file of a template, sorted by its path in the template, the shared ones last. Throws when a mapped folder has no
 * file, or an exception is missing, listed twice, leads out of the templates, or changes nothing.
 */
export function listFiles(templatesRoot: string, json: TemplateJson): ListedFile[] {
  const root = join(templatesRoot, json.platform);
  const inside = readFolder(root);
  const fail = (fault: string): never => {
    throw new Error(`${root}: ${fault}`);
  };
  if (inside.length === 0) fail("the template has no files");
  for (const prefix of Object.keys(json.folders))
    if (!inside.some((path) => path.startsWith(prefix))) fail(`no file is in the mapped folder ${prefix}`);
  const exceptions = new Map(json.exceptions.map((each) => [each.from, each]));
  if (exceptions.size < json.exceptions.length) fail("an exception is there twice");
  const shared = [...exceptions.keys()].filter((from) => !inside.includes(from));
  for (const from of shared) assertShared(root, from);
  const useless = json.exceptions.find(
    ({ from, ...rest }) => inside.includes(from) && Object.keys(rest).length === 0,
  );
  if (useless !== undefined) fail(`the exception ${useless.from} changes nothing`);
  return [...inside, ...shared].map((from) =>
    Object.assign({ from, to: pathFor(from, json.folders) }, exceptions.get(from)),
  );
}

/** Left behind by file managers and editors. */
const ignored = /^(?:\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|\..*\.sw[op]|.*~)$/u;

/** The paths of the files in a template, relative to it, sorted by code unit. */
function readFolder(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !ignored.test(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll("\\", "/"),
    )
    .filter((path) => path !== "template.json")
    .toSorted();
}

/** A file outside of the template's folder may be one that platforms share, `../unlock-scenarios.json.hbs`, no other. */
function assertShared(root: string, from: string): void {
  const path = posix.normalize(posix.join("platform", from));
  if (path.startsWith("../") || posix.isAbsolute(from) || from.includes("\\"))
    throw new Error(`${from}: leads out of the templates`);
  if (!existsSync(join(root, from))) throw new Error(`${root}: an exception is not there: ${from}`);
}

function pathFor(from: string, folders: TemplateJson["folders"]): string {
  const [longest = ""] = Object.keys(folders)
    .filter((prefix) => from.startsWith(prefix))
    .toSorted((one, other) => other.length - one.length);
  const rest = from.slice(longest.length).replace(/^(?:\.\.\/)+/u, "");
  return `${folders[longest] ?? ""}${rest}`.replace(/\.hbs$/u, "");
}
