// Loaded into a measured process by --require: leaves its peak memory, in bytes, in the file that BENCH_MEMORY names.
const { writeFileSync } = require("node:fs");

process.on("exit", () => {
  writeFileSync(process.env.BENCH_MEMORY, String(process.resourceUsage().maxRSS * 1024));
});
