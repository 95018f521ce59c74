import { fileURLToPath } from "node:url";
import { defineConfig } from "tsdown";
import { globalProcessPlugin } from "./global-process-plugin.ts";
import { templatesPlugin } from "./templates-plugin.ts";

/** One package: everything is bundled; what is heavy stays behind `import()` and so in a chunk of its own. */
export default defineConfig({
  cwd: fileURLToPath(new URL("..", import.meta.url)),
  entry: { main: "src/main.ts" },
  outDir: "dist",
  format: "esm",
  platform: "node",
  target: "node20.19",
  clean: true,
  dts: false,
  minify: true,
  fixedExtension: false,
  logLevel: "warn",
  // koa's `depd` evals on engines that are long gone; nothing here reaches it.
  inputOptions: { checks: { eval: false } },
  // Few files: opening one costs more than parsing it. What is heavy stays apart.
  outputOptions: {
    codeSplitting: {
      groups: [
        {
          name: "program",
          test: /src[\\/](?:(?:run|program|process-context|signals|errors)\.ts|terminal[\\/](?!questions|prompts))|node_modules[\\/](?:commander|chalk|env-paths|is-safe-filename)[\\/]/u,
        },
        {
          name: "commands",
          test: /src[\\/](?:commands|org|project|provision|values)[\\/]|node_modules[\\/]valibot[\\/]/u,
        },
        { name: "local-org", test: /src[\\/]local-org[\\/](?!management|tls[\\/]authority)/u },
      ],
    },
  },
  plugins: [templatesPlugin(), globalProcessPlugin()],
});
