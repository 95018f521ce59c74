// The module that `.config/templates-plugin.ts` makes of the folder `templates`.
declare module "virtual:okta-unlock/templates" {
  // An ambient module can't have a relative import, and a file with one at its top would not be ambient.
  // oxlint-disable-next-line typescript/consistent-type-imports
  export const templates: readonly import("./templates.ts").TemplateEntry[];
}
