import type { Plugin } from "vite";

/**
 * The few helpers of the bundler (1 kB) are written into each chunk that calls them, in place of a chunk of their own: every
 * file that is opened costs each command 0.3 ms.
 */
export function inlineRuntimePlugin(): Plugin {
  return {
    name: "okta-unlock:inline-runtime",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const runtime = chunks.find(({ name }) => name === "rolldown-runtime");
      if (runtime === undefined) throw new Error("there is no chunk rolldown-runtime");
      const call = `require(\`./${runtime.fileName}\`)`;
      const helpers = `(exports=>{${runtime.code};return exports})({})`;
      for (const chunk of chunks) {
        // Alone in a chunk that calls none of them. A function, because the code may hold `$&`.
        chunk.code = chunk.code.replace(`,${call};`, ";").replaceAll(call, () => helpers);
        if (chunk.code.includes(runtime.fileName))
          throw new Error(`${chunk.fileName} loads ${runtime.fileName}`);
      }
      delete bundle[runtime.fileName];
    },
  };
}
