// What the benchmarks share: CPU seconds of a child, its peak memory, and an org to talk to.
import { spawn, spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const reportMemory = fileURLToPath(new URL("report-memory.cjs", import.meta.url));
const reportCpu = fileURLToPath(new URL("report-cpu.cjs", import.meta.url));

/**
 * User plus system CPU seconds of `node …args` from its start to its end, as the operating system counts them: the builtin
 * `times` of bash tells those of its children in milliseconds.
 */
export function measureCpu(args, { cwd, env }) {
  const script = '"$0" "$@" >/dev/null 2>&1; code=$?; times; exit $code';
  const { status, stdout } = spawnSync("bash", ["-c", script, process.execPath, ...args], {
    cwd,
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}`);
  const children = stdout.trim().split("\n").at(-1);
  return [...children.matchAll(/(\d+)m([\d.]+)s/gu)].reduce(
    (total, [, minutes, seconds]) => total + Number(minutes) * 60 + Number(seconds),
    0,
  );
}

/** Peak memory of `node …args`, in bytes. */
export function measureMemory(args, { cwd, env }) {
  const file = join(cwd, "peak-memory");
  const { status } = spawnSync(process.execPath, ["--require", reportMemory, ...args], {
    cwd,
    env: { ...env, BENCH_MEMORY: file },
  });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}`);
  return Number(readFileSync(file, "utf8"));
}

/** A local org of the package in `root`, started by its command. Ends with `stop()`. */
export async function startOrg(root, dataDirectory, { cwd, env }) {
  const port = 20_000 + randomInt(20_000);
  const args = [join(root, "bin", "okta-unlock.js"), "local", "start", "--port", String(port)];
  const child = spawn(process.execPath, ["--require", reportCpu, ...args, "--data-dir", dataDirectory], {
    cwd,
    env,
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  await untilDiscovery(port, child);
  const { user, system } = await askCpu(child);
  const exit = new Promise((resolve) => child.once("exit", resolve));
  return {
    /** CPU seconds from the start to the first discovery. */
    cpu: (user + system) / 1e6,
    async stop() {
      child.kill("SIGTERM");
      await exit;
    },
  };
}

async function untilDiscovery(port, child) {
  for (let tries = 0; tries < 1000; tries += 1) {
    if (child.exitCode !== null) throw new Error(`local start ended with ${child.exitCode}`);
    if ((await discover(port)) === 200) return;
    await delay(20);
  }
  throw new Error("the local org did not answer");
}

function discover(port) {
  const path = "/oauth2/default/.well-known/openid-configuration";
  return new Promise((resolve) => {
    // Its certificate is the test's subject elsewhere; here only time counts.
    const sent = request({ host: "localhost", port, path, rejectUnauthorized: false }, (answer) => {
      answer.resume().once("end", () => resolve(answer.statusCode));
    });
    sent.once("error", () => resolve(undefined));
    sent.end();
  });
}

function askCpu(child) {
  return new Promise((resolve) => {
    child.once("message", resolve);
    child.send("cpu");
  });
}
