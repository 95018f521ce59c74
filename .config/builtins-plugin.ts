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

/** Who is loaded for every command, or for the quickest ones. The rest keeps Node's own imports. */
const quick = /[\\/]src[\\/](?!local-org|files)|[\\/]node_modules[\\/](?:commander|env-paths)[\\/]/u;

const colorSupport = "\0okta-unlock:color-support";
const childProcess = "node:child_process";
const commander = /[\\/]node_modules[\\/]commander[\\/]/u;

/**
 * Spares the start-up what Node's module system does around built-in modules, a fifth of the time of a quick command:
 *
 * - importing `node:process` reads every property of `process` once, and so opens stdin and loads the network code;
 * - importing any other one reads its properties, too: `node:crypto` loads WebCrypto, `node:fs` its streams;
 * - commander loads `node:child_process` for executable subcommands, which we have none of. It gets an empty one; who means
 *   it gets Node's;
 * - chalk asks `node:tty`, which loads the network code, how many colours there are; our streams say that themselves.
 *
 * `process.getBuiltinModule` has none of these costs.
 */
export function builtinsPlugin(): Plugin {
  return {
    name: "okta-unlock:builtins",
    resolveId(id, importer) {
      if (id === "#supports-color") return colorSupport;
      if (processSpecifiers.has(id)) return `${prefix}process`;
      if (id === childProcess && !commander.test(importer ?? "")) return undefined;
      return id.startsWith("node:") && quick.test(importer ?? "") ? `${prefix}${id}` : undefined;
    },
    load(id) {
      if (id === colorSupport) return "export default { stdout: false, stderr: false };\n";
      if (!id.startsWith(prefix)) return undefined;
      const name = id.slice(prefix.length);
      if (name === "process") return processModule();
      return `module.exports = ${name === childProcess ? "{}" : `process.getBuiltinModule("${name}")`};\n`;
    },
  };
}

function processModule(): string {
  const named = processNames.map((name) => `export const ${name} = process.${name};`).join("\n");
  return `const { process } = globalThis;\nexport default process;\n${named}\n`;
}
