/// <reference types="handlebars" />
// The parser of Handlebars without its compiler, for which Handlebars has no types.
declare module "handlebars/dist/cjs/handlebars/compiler/base.js" {
  /** Throws an `Error` whose message has the line. */
  export function parse(text: string): hbs.AST.Program;
}
