// Plain JavaScript, because the benchmarks use it as well.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** npm's own script. On Windows `npm` is a batch file, which Node starts only through a shell. */
function findNpm() {
  const beside = join(dirname(process.execPath), "node_modules", "npm", "bin", "npm-cli.js");
  const { npm_execpath: running } = process.env;
  if (running?.endsWith("npm-cli.js")) return [process.execPath, running];
  return existsSync(beside) ? [process.execPath, beside] : ["npm"];
}

/**
 * Runs npm to its end and returns what it printed.
 * @param {readonly string[]} args
 * @param {import("node:child_process").ExecFileSyncOptions} [options]
 * @returns {string}
 */
export function npm(args, options) {
  const [program, ...script] = findNpm();
  const given = { stdio: ["ignore", "pipe", "pipe"], ...options, encoding: "utf8" };
  return execFileSync(program, [...script, ...args], given);
}
