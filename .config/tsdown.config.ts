import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "tsdown";
import { builtinsPlugin } from "./builtins-plugin.ts";
import { templatesPlugin } from "./templates-plugin.ts";

const root = new URL("..", import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as { version: string };

/** What `create` needs as long as it talks to no org. */
const createModules =
  /src[\\/](?:project|values)[\\/]|src[\\/]org[\\/]choose-org|src[\\/]commands[\\/](?:create[\\/](?!in-org|preview)|fields|app-fields|destination)/u;

/** One package: everything is bundled; what is heavy stays behind `import()` and so in a chunk of its own. */
export default defineConfig({
  cwd: fileURLToPath(root),
  define: { packageVersion: JSON.stringify(version) },
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
  inputOptions: { checks: { eval: false, ineffectiveDynamicImport: false, pluginTimings: false } },
  // Few files: opening one costs more than parsing it. What is heavy stays apart.
  outputOptions: {
    codeSplitting: {
      groups: [
        {
          name: "program",
          test: /src[\\/](?:(?:run|program|process-context|signals|errors)\.ts|terminal[\\/](?!questions|prompts))|node_modules[\\/](?:commander|chalk|env-paths|is-safe-filename)[\\/]/u,
        },
        { name: "create", test: createModules },
        { name: "org", test: /src[\\/](?:commands|org|provision)[\\/]|node_modules[\\/]valibot[\\/]/u },
        { name: "local-org", test: /src[\\/]local-org[\\/](?!management|tls[\\/]authority)/u },
      ],
    },
  },
  plugins: [templatesPlugin(), builtinsPlugin()],
});
