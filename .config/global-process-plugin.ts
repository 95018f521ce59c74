import type { Plugin } from "vite";

const specifiers = new Set(["node:process", "process"]);
const virtual = "\0okta-unlock:process";

/** The names that bundled packages import from `node:process`; the build fails when one is missing. */
const names = ["argv", "cwd", "env", "execArgv", "execPath", "hrtime", "platform", "version", "versions"];

/**
 * Gives bundled packages the global `process` in place of `node:process`. Importing that module reads every property
 * of `process` once, and so opens stdin and loads the network code: a third of the whole start-up.
 */
export function globalProcessPlugin(): Plugin {
  return {
    name: "okta-unlock:global-process",
    resolveId: (id) => (specifiers.has(id) ? virtual : undefined),
    load(id) {
      if (id !== virtual) return undefined;
      const named = names.map((name) => `export const ${name} = process.${name};`).join("\n");
      return `const { process } = globalThis;\nexport default process;\n${named}\n`;
    },
  };
}
