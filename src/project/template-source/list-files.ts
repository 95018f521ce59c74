import type { TemplateFault } from "./faults.ts";
import { type ParsedTemplateJson, type TemplateJson, templateJsonName } from "./template-json.ts";

/** A file of a template, with the path it gets in the project. */
export type ListedFile = TemplateJson["exceptions"][number] & { readonly to: string };

/**
 * The files of a template as `template.json` has them, in the order of `paths`. Adds to `faults`: a mapped folder without a
 * file, and an exception that is missing, listed twice, or changes nothing.
 */
export function listFiles(
  paths: readonly string[],
  { json, findLine }: ParsedTemplateJson,
  faults: TemplateFault[],
): readonly ListedFile[] {
  const complain = (path: readonly (string | number)[], problem: string): void =>
    void faults.push({ file: templateJsonName, line: findLine(path), problem });
  if (paths.length === 0) complain([], "the template has no files");
  for (const prefix of Object.keys(json.folders))
    if (!paths.some((path) => path.startsWith(prefix)))
      complain(["folders", prefix], `no file is in the mapped folder ${prefix}`);
  const exceptions = new Map<string, TemplateJson["exceptions"][number]>();
  const known = new Set(paths);
  for (const [index, exception] of json.exceptions.entries()) {
    const { from, ...changes } = exception;
    const at = ["exceptions", index];
    if (!known.has(from)) complain(at, `an exception is not there: ${from}`);
    if (exceptions.has(from)) complain(at, `an exception is there twice: ${from}`);
    if (Object.keys(changes).length === 0) complain(at, `the exception ${from} changes nothing`);
    exceptions.set(from, exception);
  }
  return paths.map((from) => Object.assign({ from, to: pathFor(from, json.folders) }, exceptions.get(from)));
}

function pathFor(from: string, folders: TemplateJson["folders"]): string {
  const [longest = ""] = Object.keys(folders)
    .filter((prefix) => from.startsWith(prefix))
    .toSorted((one, other) => other.length - one.length);
  return `${folders[longest] ?? ""}${from.slice(longest.length)}`.replace(/\.hbs$/u, "");
}
