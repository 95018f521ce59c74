import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OktaUnlockError } from "../errors.ts";
import { escapeView } from "./escape.ts";
import type { FileKind } from "./escape.ts";
import { renderNodes, type TemplateNode } from "./template-nodes.ts";
import type { CompiledTemplate, TemplateFile } from "./templates.ts";
import type { TemplateView } from "./template-view.ts";

export interface RenderedFile {
  readonly file: TemplateFile;
  readonly contents: string | Uint8Array;
}

/**
 * Renders every file of a template that the view does not leave out. Its text is parsed or embedded already; of
 * our own templates, binary files are read from the platform's folder in `templatesDirectory`.
 */
export function renderTemplate(
  template: CompiledTemplate,
  view: TemplateView,
  templatesDirectory: string,
): readonly RenderedFile[] {
  const folder = join(templatesDirectory, template.platform);
  const render = createRenderer(view);
  const values: Readonly<Record<string, unknown>> = view;
  const files = template.files.filter(({ when }) => when === undefined || values[when] === true);
  let length = 0;
  return files.map((file) => {
    const contents = file.nodes === undefined ? readContents(file, folder) : render(file.nodes, file.kind);
    length += contents.length;
    if (length > largestProject)
      throw new OktaUnlockError("check-failed", {
        message: `The project is larger than ${largestProject / 1024 / 1024} MB.`,
        why: "Its template repeats long values too often, or has too many files.",
        next: "Make the template smaller, then run the command again.",
      });
    return { file, contents };
  });
}

/** In characters or bytes; many times what any project of ours has. A template of anybody's can't fill the memory or the disk. */
const largestProject = 64 * 1024 * 1024;

function readContents({ from, text, base64 }: TemplateFile, folder: string): string | Uint8Array {
  if (text !== undefined) return text;
  return base64 === undefined ? readFileSync(join(folder, from)) : Buffer.from(base64, "base64");
}

/** Renders parsed text for a file of some kind, with the values of a view; each kind is escaped for once. */
export function createRenderer(
  view: TemplateView,
): (nodes: readonly TemplateNode[], kind: FileKind) => string {
  const views = new Map<FileKind, TemplateView>();
  return (nodes, kind) => {
    const escaped = views.get(kind) ?? escapeView(view, kind);
    views.set(kind, escaped);
    return renderNodes(nodes, escaped);
  };
}
