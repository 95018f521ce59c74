// The module that `.config/templates-plugin.ts` makes of `templates/guides`.
declare module "virtual:okta-unlock/guides" {
  // An ambient module can't have a relative import, and a file with one at its top would not be ambient.
  // oxlint-disable-next-line typescript/consistent-type-imports
  export const guides: import("./guides.ts").CompiledGuides;
}
