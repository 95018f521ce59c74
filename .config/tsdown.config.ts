import { defineConfig } from "tsdown";
import { templatesPlugin } from "./templates-plugin.ts";

export default defineConfig({
  entry: { main: "src/main.ts" },
  outDir: "dist",
  format: "esm",
  platform: "node",
  target: "node20.19",
  clean: true,
  dts: false,
  minify: true,
  fixedExtension: false,
  plugins: [templatesPlugin()],
});
