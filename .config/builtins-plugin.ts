import type { Plugin } from "vite";

const processSpecifiers = new Set(["node:process", "process"]);
const prefix = "\0okta-unlock:builtin:";

/** The names that bundled packages import from `node:process`; the build fails when one is missing. */
const processNames = [
  "argv",
  "cwd",
  "env",
  "execArgv",
  "execPath",
  "hrtime",
  "platform",
  "version",
  "versions",
];

/**
 * Spares the start-up what Node's module system does for built-in modules that are hardly used:
 *
 * - importing `node:process` reads every property of `process` once, and so opens stdin and loads the network code;
 * - commander, a CommonJS package, would need `createRequire`, and loads `node:child_process` for executable
 *   subcommands, which we have none of.
 */
export function builtinsPlugin(): Plugin {
  return {
    name: "okta-unlock:builtins",
    resolveId(id, importer) {
      if (processSpecifiers.has(id)) return `${prefix}process`;
      const isCommander = /[\\/]node_modules[\\/]commander[\\/]/u.test(importer ?? "");
      return isCommander && id.startsWith("node:") ? `${prefix}${id}` : undefined;
    },
    load(id) {
      if (!id.startsWith(prefix)) return undefined;
      const name = id.slice(prefix.length);
      if (name === "process") return processModule();
      return `module.exports = ${name === "node:child_process" ? "{}" : `process.getBuiltinModule("${name}")`};\n`;
    },
  };
}

function processModule(): string {
  const named = processNames.map((name) => `export const ${name} = process.${name};`).join("\n");
  return `const { process } = globalThis;\nexport default process;\n${named}\n`;
}
