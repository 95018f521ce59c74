import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadTemplate } from "../../../src/project/available-templates.ts";
import { fillNames } from "../../../src/project/paths.ts";
import { renderTemplate } from "../../../src/project/render.ts";
import type { View } from "../../../src/project/view.ts";

const templates = fileURLToPath(new URL("../../../templates", import.meta.url));

/** The folder of the iOS template. */
export const templateFolder = join(templates, "ios");

/** The files that `template.json` lists, relative to the template's folder. */
export function listedFiles(): readonly string[] {
  const text = readFileSync(join(templateFolder, "template.json"), "utf8");
  return (JSON.parse(text) as { files: readonly { from: string }[] }).files.map(({ from }) => from);
}

/** Renders the iOS template with `view` into `directory`, an absolute path; returns the paths, relative to it. */
export async function renderIosProject(view: View, directory: string): Promise<readonly string[]> {
  const rendered = await renderTemplate(await loadTemplate("ios"), view, templates);
  return rendered.map(({ file, contents }) => {
    const path = fillNames(file.to, view);
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), contents);
    return path;
  });
}

/** The contents of one file of the template, `from`, for each of many views. */
export async function renderTextFor(from: string, views: readonly View[]): Promise<readonly string[]> {
  const template = await loadTemplate("ios");
  const only = { ...template, files: template.files.filter((file) => file.from === from) };
  const rendered = await Promise.all(views.map((view) => renderTemplate(only, view, templates)));
  return rendered.map(([file]) => String(file?.contents));
}
