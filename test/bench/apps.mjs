// Prints what it costs to make, list and prune ephemeral apps in orgs of several sizes: requests, time, memory.
// Usage: npm run bench:apps [-- 1 10 100 1000], or -- many [integrator] for ten processes under Okta's limits, in whole
// minutes. Run `npm run build` first. A benchmark, never a test: machines are noisy.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startCountingOrg } from "./apps-org.mjs";

const bin = fileURLToPath(new URL("../../bin/okta-unlock.js", import.meta.url));
const reporter = fileURLToPath(new URL("report-memory.cjs", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "okta-unlock-bench-"));
const args = process.argv.slice(2);
let measured = 0;
const create = ["apps", "create", "native", "--name", "Bench", "--ephemeral", "--json"];

try {
  console.log(`Node ${process.versions.node}\n`);
  if (args[0] === "many") await measureMany(args[1] ?? "workforce");
  else await measureSizes(args.length === 0 ? [1, 10, 100, 1000] : args.map(Number));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function measureSizes(sizes) {
  print("apps", "command", "requests", "time", "x bare node", "peak memory", "growth");
  const bare = await median(() => measure(["-e", "0"], {}));
  const smallest = new Map();
  for (const size of sizes) {
    const started = await startCountingOrg();
    await started.fill(size);
    for (const [name, command] of [
      ["create one more", create],
      ["list", ["apps", "list", "--ephemeral", "--json"]],
      ["prune all", ["apps", "prune", "--json"]],
    ]) {
      const run = await measureCli(started, command);
      if (!smallest.has(name)) smallest.set(name, run.memory);
      const growth = `${megabytes(run.memory - smallest.get(name))} MB`;
      const ratio = `${(run.time / bare.time).toFixed(1)}x`;
      print(
        size,
        name,
        run.requests,
        `${run.time.toFixed(0)} ms`,
        ratio,
        `${megabytes(run.memory)} MB`,
        growth,
      );
    }
    const left = await started.left();
    await started.close();
    // The policy of the app that was made last: it has not expired.
    if (left !== 1) throw new Error(`${left - 1} policies are left`);
  }
}

/** A hundred apps by ten processes, each for as long as a command runs. */
async function measureMany(limits) {
  const started = await startCountingOrg({ limits });
  const start = performance.now();
  const worker = async () => {
    for (let count = 0; count < 10; count += 1)
      await measureCli(started, ["run", "--", process.execPath, "-e", "0"]);
  };
  await Promise.all(Array.from({ length: 10 }, worker));
  const { answered, refused } = started.counts;
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  await started.close();
  console.log(`limits of the plan ${limits}: 100 apps made and removed by 10 processes in ${seconds} s`);
  console.log(`requests an app: ${answered / 100}; refused by a limit and sent again: ${refused / 100}`);
}

async function measureCli({ org, counts }, command) {
  const before = counts.answered;
  const env = { OKTA_UNLOCK_ORG: "local", OKTA_UNLOCK_DATA_DIR: org.dataDirectory };
  const isCommand = command[0] === "run";
  const cli = isCommand ? command : [...command, "--yes"];
  return { ...(await measure([bin, ...cli], env)), requests: counts.answered - before };
}

/** Rejects when the process fails. Without NODE_EXTRA_CA_CERTS: reading it slows the start of every Node process down. */
function measure(command, env) {
  measured += 1;
  const memoryFile = join(scratch, `memory-${measured}`);
  const given = { PATH: process.env.PATH, HOME: scratch, BENCH_MEMORY: memoryFile, ...env };
  const start = performance.now();
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ["--require", reporter, ...command],
      { env: given, maxBuffer: 2 ** 26 },
      (error) => {
        const time = performance.now() - start;
        if (error) reject(error);
        else resolve({ time, memory: Number(readFileSync(memoryFile, "utf8")) });
      },
    );
  });
}

async function median(work) {
  const runs = [];
  for (let run = 0; run < 7; run += 1) runs.push(await work());
  return runs.toSorted((one, other) => one.time - other.time)[3];
}

function megabytes(bytes) {
  return (bytes / 1024 / 1024).toFixed(1);
}

function print(...cells) {
  const widths = [6, 17, 10, 12, 13, 13, 10];
  console.log(cells.map((cell, index) => String(cell).padEnd(widths[index])).join(""));
}
