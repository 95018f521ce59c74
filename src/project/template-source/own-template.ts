import { hashContents } from "../manifest.ts";
import type { CompiledTemplate } from "../templates.ts";
import { compileTemplate, type TemplateSource } from "./compile-template.ts";
import type { TemplateFault } from "./faults.ts";
import { readTemplateFolder } from "./read-folder.ts";

/** A template that was read, or everything that is wrong with it. */
export type ReadTemplate =
  | { readonly template: CompiledTemplate }
  | { readonly faults: readonly TemplateFault[] };

/** Reads the template in a folder (absolute path) of anybody's and makes it ready to be rendered. Nothing in it is run. */
export function readOwnTemplate(folder: string): ReadTemplate {
  const { source, faults } = readTemplateFolder(folder);
  const isWithoutJson = source.json === "";
  const compiled = isWithoutJson ? { faults: [] } : compileTemplate(source);
  if ("faults" in compiled || faults.length > 0)
    return { faults: sortFaults([...faults, ...("faults" in compiled ? compiled.faults : [])]) };
  return { template: { ...compiled.template, sha256: hashSource(source) } };
}

/** By file and line, each once; what is wrong with the whole comes first. */
export function sortFaults(faults: readonly TemplateFault[]): readonly TemplateFault[] {
  const unique = new Map(faults.map((fault) => [JSON.stringify(fault), fault]));
  return [...unique.values()].toSorted(
    (one, other) => compare(one.file, other.file) || (one.line ?? 0) - (other.line ?? 0),
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** The same for the same files, wherever they lie. */
function hashSource({ json, files }: TemplateSource): string {
  const lines = Array.from(files, ([path, contents]) => `${hashContents(contents)} ${path}\n`);
  return hashContents([`${hashContents(json)}\n`, ...lines].join(""));
}
