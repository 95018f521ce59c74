/** Preloaded into a local org: it has its folder for two seconds before it says where it runs. */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { renameSync } = fs;
fs.renameSync = (from, to) => {
  if (String(to).endsWith("running.json")) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);
  renameSync(from, to);
};
syncBuiltinESMExports();
