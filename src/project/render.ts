import { readFileSync } from "node:fs";
import { join } from "node:path";
import { escapeView } from "./escape.ts";
import type { FileKind } from "./escape.ts";
import type { CompiledTemplate, TemplateFile, TemplateSpec } from "./templates.ts";
import type { TemplateView } from "./template-view.ts";

export interface RenderedFile {
  readonly file: TemplateFile;
  readonly contents: string | Uint8Array;
}

/**
 * Renders every file of a template that the view does not leave out. Text is compiled or embedded when we are built;
 * only binary files of the template are read, from the platform's folder in `templatesDirectory`.
 */
export async function renderTemplate(
  template: CompiledTemplate,
  view: TemplateView,
  templatesDirectory: string,
): Promise<readonly RenderedFile[]> {
  const folder = join(templatesDirectory, template.platform);
  const renderSpec = await createSpecRenderer(view);
  const values: Readonly<Record<string, unknown>> = view;
  const files = template.files.filter(({ when }) => when === undefined || values[when] === true);
  return files.map((file) => ({
    file,
    contents: file.spec === undefined ? readContents(file, folder) : renderSpec(file.spec, file.kind),
  }));
}

function readContents({ from, text, base64 }: TemplateFile, folder: string): string | Uint8Array {
  if (text !== undefined) return text;
  return base64 === undefined ? readFileSync(join(folder, from)) : Buffer.from(base64, "base64");
}

/** The types of Handlebars leave this module empty. */
interface HandlebarsRuntime {
  template(spec: TemplateSpec): (view: TemplateView) => string;
}

type SpecRenderer = (spec: TemplateSpec, kind: FileKind) => string;

/** What renders compiled templates with a view, whose values it escapes for each kind of file once. */
export async function createSpecRenderer(view: TemplateView): Promise<SpecRenderer> {
  const module = await import("handlebars/runtime.js");
  const handlebars = module.default as unknown as HandlebarsRuntime;
  const views = new Map<FileKind, TemplateView>();
  return (spec, kind) => {
    const escaped = views.get(kind) ?? escapeView(view, kind);
    views.set(kind, escaped);
    return handlebars.template(spec)(escaped);
  };
}
