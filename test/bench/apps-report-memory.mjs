// Loaded into a measured process by --import: leaves its peak memory, in bytes, in the file that BENCH_MEMORY names.
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  writeFileSync(process.env.BENCH_MEMORY, String(process.resourceUsage().maxRSS * 1024));
});
