import { readFileSync } from "node:fs";
import { join } from "node:path";
import { escapeView } from "./escape.ts";
import type { FileKind } from "./file-kind.ts";
import { stripRegions } from "./regions.ts";
import type { CompiledTemplate, TemplateFile, TemplateSpec } from "./template.ts";
import type { View } from "./view.ts";

export interface RenderedFile {
  readonly file: TemplateFile;
  readonly contents: string | Uint8Array;
}

/**
 * Renders every file of a template. `.hbs` files were compiled when we were built and need the Handlebars runtime
 * only; all others are read from the platform's folder in `templatesDirectory` and copied. Reading is synchronous: for
 * some dozens of small files that is quicker than the thread pool.
 */
export async function renderTemplate(
  template: CompiledTemplate,
  view: View,
  templatesDirectory: string,
): Promise<readonly RenderedFile[]> {
  const folder = join(templatesDirectory, template.platform);
  const renderSpec = await rendererFor(view);
  return template.files.map((file) => ({
    file,
    contents: file.spec === undefined ? copied(file, folder) : renderSpec(file.spec, file.kind),
  }));
}

/** The types of Handlebars leave this module empty. */
interface HandlebarsRuntime {
  template(spec: TemplateSpec): (view: View) => string;
}

type SpecRenderer = (spec: TemplateSpec, kind: FileKind) => string;

async function rendererFor(view: View): Promise<SpecRenderer> {
  const module = await import("handlebars/runtime.js");
  const handlebars = module.default as unknown as HandlebarsRuntime;
  const views = new Map<FileKind, View>();
  return (spec, kind) => {
    const escaped = views.get(kind) ?? escapeView(view, kind);
    views.set(kind, escaped);
    return handlebars.template(spec)(escaped);
  };
}

function copied(file: TemplateFile, folder: string): string | Uint8Array {
  const path = join(folder, file.from);
  return file.hasRegions === true ? stripRegions(readFileSync(path, "utf8"), file.from) : readFileSync(path);
}
