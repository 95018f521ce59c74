// Loaded into the CLI by NODE_OPTIONS: notes the command line of every process it starts in the file SPAWN_LOG.
import { ChildProcess } from "node:child_process";
import { appendFileSync } from "node:fs";

const { spawn } = ChildProcess.prototype;

ChildProcess.prototype.spawn = function noted(options) {
  appendFileSync(process.env.SPAWN_LOG, `${JSON.stringify([options.file, ...options.args])}\n`);
  return Reflect.apply(spawn, this, [options]);
};
