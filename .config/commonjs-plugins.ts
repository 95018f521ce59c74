import type { Plugin } from "vite";

/**
 * The module that other projects import, `okta-unlock/local-org`, as an ES module of one line: the org itself is in the
 * CommonJS chunks that the program uses, too.
 */
export function doorPlugin(): Plugin {
  return {
    name: "okta-unlock:door",
    generateBundle(_options, bundle) {
      const entry = Object.values(bundle).find(
        (file) => file.type === "chunk" && file.name === "local-org" && file.isEntry,
      );
      if (entry?.type !== "chunk") throw new Error("there is no entry local-org");
      const source = `export { ${entry.exports.join(", ")} } from "./${entry.fileName}";\n`;
      this.emitFile({ type: "asset", fileName: "local-org.js", source });
    },
  };
}

const joseIndex = /[\\/]jose[\\/]dist[\\/]webapi[\\/]index\.js$/u;

/** rolldown 1.0.0-rc.17 panics over this constant, which nothing uses, when it writes CommonJS. */
export function josePlugin(): Plugin {
  return {
    name: "okta-unlock:jose",
    transform: (code, id) =>
      joseIndex.test(id)
        ? code.replace('const cryptoRuntime = "WebCryptoAPI";', "").replace(/\bcryptoRuntime,/u, "")
        : undefined,
  };
}
