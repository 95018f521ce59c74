import type { Plugin } from "vite";

const index = /[\\/]node_modules[\\/]commander[\\/]esm\.mjs$/u;
const library = /[\\/]node_modules[\\/]commander[\\/]lib[\\/]\w+\.js$/u;

/** What the program uses of commander, by file. */
const used = {
  argument: ["Argument"],
  command: ["Command"],
  error: ["CommanderError", "InvalidArgumentError"],
  help: ["Help"],
  option: ["Option"],
};

/**
 * commander as ES modules. As CommonJS each of its files is a function inside the chunk, and V8 parses what is in such a
 * function twice: for the chunk, and again when the function is called. This saves `--help` 5 %.
 */
export function commanderPlugin(): Plugin {
  return {
    name: "okta-unlock:commander",
    transform(code, id) {
      if (index.test(id)) return buildIndex();
      return library.test(id) ? toModule(code, id) : undefined;
    },
  };
}

function buildIndex(): string {
  return Object.entries(used)
    .map(([file, names]) => `export { ${names.join(", ")} } from "./lib/${file}.js";\n`)
    .join("");
}

function toModule(code: string, id: string): string {
  const module = code
    .replaceAll(/^const (\{[^}]*\}) = require\('(\.[^']*?)(?:\.js)?'\);$/gmu, 'import $1 from "$2.js";')
    .replaceAll(/^const (\w+) = require\('([^']*)'\)\.\1;$/gmu, 'import { $1 } from "$2";')
    .replaceAll(/^const (\w+) = require\('([^']*)'\);$/gmu, 'import $1 from "$2";')
    .replaceAll(/^exports\.(\w+) = \1;.*$/gmu, "export { $1 };");
  if (/\brequire\(|^exports\./mu.test(module)) throw new Error(`${id} is not written as it was`);
  return module;
}
