import { join } from "node:path";
import type { Plugin } from "vite";
import { compileOurGuides, listGuideFiles } from "./compile-guides.ts";
import { listFiles, readTemplateJson, templateFolders } from "./template-json.ts";
import { compileOurTemplate, packOurSource } from "./template-source.ts";

const listId = "virtual:okta-unlock/templates";
const guidesId = "virtual:okta-unlock/guides";
const sourceSuffix = "/source";
const defaultRoot = join(import.meta.dirname, "../templates");

/**
 * Compiles `templates/*` into virtual modules, one lazily loaded module for each platform, so that nothing of them is parsed
 * at run time; a second one has their sources, for `template eject`. The guides are one more. An invalid template fails the build.
 */
export function templatesPlugin(options: { readonly templates?: string } = {}): Plugin {
  const root = options.templates ?? defaultRoot;
  return {
    name: "okta-unlock:templates",
    resolveId: (id) =>
      id === listId || id === guidesId || id.startsWith(`${listId}/`) ? `\0${id}` : undefined,
    load(id) {
      if (id === `\0${guidesId}`) {
        for (const path of [...listGuideFiles(root), ...listSources(root)]) this.addWatchFile(path);
        return `export const guides = ${JSON.stringify(compileOurGuides(root))};\n`;
      }
      if (id === `\0${listId}`) return listModule(root);
      if (!id.startsWith(`\0${listId}/`)) return undefined;
      const wanted = id.slice(listId.length + 2);
      const platform = wanted.replace(sourceSuffix, "");
      for (const path of listSourcesOf(root, platform)) this.addWatchFile(path);
      return wanted === platform
        ? `export const template = ${JSON.stringify(compileOurTemplate(root, platform))};\n`
        : `export const source = ${JSON.stringify(packOurSource(root, platform))};\n`;
    },
  };
}

function listSources(root: string): string[] {
  return templateFolders(root).flatMap((platform) => listSourcesOf(root, platform));
}

/** What a template is compiled of. */
function listSourcesOf(root: string, platform: string): string[] {
  const files = listFiles(root, readTemplateJson(root, platform));
  return ["template.json", ...files.map(({ from }) => from)].map((name) => join(root, platform, name));
}

/** The list of templates; a bundler follows every one of its imports, so that a broken template fails the build. */
function listModule(root: string): string {
  const entries = templateFolders(root).map((platform) => {
    const { title } = readTemplateJson(root, platform);
    const load = (suffix: string, name: string): string =>
      `() => import(${JSON.stringify(`${listId}/${platform}${suffix}`)}).then((module) => module.${name})`;
    return `{ platform: ${JSON.stringify(platform)}, title: ${JSON.stringify(title)}, load: ${load("", "template")}, loadSource: ${load(sourceSuffix, "source")} }`;
  });
  return `export const templates = [${entries.join(",\n")}];\n`;
}
