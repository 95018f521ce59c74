import { join } from "node:path";
import type { Plugin } from "vite";
import { compileGuides, listGuideFiles } from "./compile-guides.ts";
import { compileTemplate } from "./compile-template.ts";
import { listFiles, readTemplateJson, templateFolders } from "./template-json.ts";

const listId = "virtual:okta-unlock/templates";
const guidesId = "virtual:okta-unlock/guides";
const defaultRoot = join(import.meta.dirname, "../templates");

/**
 * Compiles `templates/*` into virtual modules, one lazily loaded module for each platform, so that at run time nothing
 * is parsed and only the Handlebars runtime is needed. The guides are one more. An invalid template fails the build.
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
        return compileGuides(root);
      }
      if (id === `\0${listId}`) return listModule(root);
      if (!id.startsWith(`\0${listId}/`)) return undefined;
      const platform = id.slice(listId.length + 2);
      for (const path of listSourcesOf(root, platform)) this.addWatchFile(path);
      return compileTemplate(root, platform);
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
    const load = `() => import(${JSON.stringify(`${listId}/${platform}`)}).then((module) => module.template)`;
    return `{ platform: ${JSON.stringify(platform)}, title: ${JSON.stringify(title)}, load: ${load} }`;
  });
  return `export const templates = [${entries.join(",\n")}];\n`;
}
