import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { listFiles, readTemplateJson } from "../../../.config/template-json.ts";
import { loadTemplate } from "../../../src/project/templates.ts";
import { fillNames } from "../../../src/project/paths.ts";
import { renderTemplate } from "../../../src/project/render.ts";
import type { Platform } from "../../../src/values/platform.ts";
import type { TemplateView } from "../../../src/project/template-view.ts";

const templates = fileURLToPath(new URL("../../../templates", import.meta.url));

/** The folder of the iOS template. */
export const templateFolder = join(templates, "ios");

/** The folder of the Android template. */
export const androidTemplateFolder = join(templates, "android");

/** The folder of the React Native template. */
export const reactNativeTemplateFolder = join(templates, "react-native");

/** The files of a template, relative to its folder, and those it shares with other platforms. */
export function listedFiles(platform: Platform = "ios"): readonly string[] {
  return listFiles(templates, readTemplateJson(templates, platform)).map(({ from }) => from);
}

/** Renders the iOS template with `view` into `directory`, an absolute path; returns the paths, relative to it. */
export async function renderIosProject(view: TemplateView, directory: string): Promise<readonly string[]> {
  return renderProject("ios", view, directory);
}

/** Renders the Android template with `view` into `directory`, an absolute path; returns the paths, relative to it. */
export async function renderAndroidProject(
  view: TemplateView,
  directory: string,
): Promise<readonly string[]> {
  return renderProject("android", view, directory);
}

/** Renders the React Native template with `view` into `directory`, an absolute path; returns the paths, relative to it. */
export async function renderReactNativeProject(
  view: TemplateView,
  directory: string,
): Promise<readonly string[]> {
  return renderProject("react-native", view, directory);
}

async function renderProject(
  platform: Platform,
  view: TemplateView,
  directory: string,
): Promise<readonly string[]> {
  const rendered = renderTemplate(await loadTemplate(platform), view, templates);
  return rendered.map(({ file, contents }) => {
    const { swiftModule, directory: folder, identifier, applicationPath } = view;
    const path = fillNames(file.to, { swiftModule, directory: folder, identifier, applicationPath });
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), contents, file.executable === true ? { mode: 0o755 } : undefined);
    return path;
  });
}

/** The contents of one file of a template, `from`, for each of many views. */
export async function renderTextFor(
  from: string,
  views: readonly TemplateView[],
  platform: Platform = "ios",
): Promise<readonly string[]> {
  const template = await loadTemplate(platform);
  const only = { ...template, files: template.files.filter((file) => file.from === from) };
  const rendered = views.map((view) => renderTemplate(only, view, templates));
  return rendered.map(([file]) => String(file?.contents));
}
