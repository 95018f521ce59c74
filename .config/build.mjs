// Builds as `tsdown --config .config/tsdown.config.ts` does, without the notice of tsdown's own command that Node 20 is going.
// With --watch it builds again on every change, and says so.
import { build } from "tsdown";

const isWatching = process.argv.includes("--watch");

await build({
  config: ".config/tsdown.config.ts",
  ...(isWatching && { watch: ["src", "templates"], logLevel: "info" }),
});
