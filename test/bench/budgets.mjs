// Prints the budgets of the design as ratios to bare `node -e 0` of the same run, and sizes. Usage: npm run bench [runs]
// A benchmark, never a test: machines are noisy. Run `npm run build` first.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const bin = join(root, "bin", "okta-unlock.js");
const runs = Number(process.argv[2] ?? 15);
const scratch = mkdtempSync(join(tmpdir(), "okta-unlock-bench-"));
const env = { PATH: process.env.PATH, HOME: join(scratch, "home"), XDG_DATA_HOME: join(scratch, "data") };
let folder = 0;

const offline = ["--issuer", "https://example.okta.com/oauth2/default", "--client-id", "0oabench12345"];
const cases = [
  { name: "--version", args: () => [bin, "--version"], budget: 1.35 },
  { name: "--help", args: () => [bin, "--help"], budget: 1.4 },
  {
    name: "render the iOS project offline",
    args: () => [bin, "create", `p${folder++}`, "--platform", "ios", ...offline, "--no-git", "--yes"],
    budget: 1.7,
  },
];

try {
  measure();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function measure() {
  console.log(`Node ${process.versions.node}, ${runs} pairs each, medians, ratio to bare node -e 0\n`);
  for (const { name, args, budget } of cases) {
    const bare = [];
    const ours = [];
    for (let run = 0; run <= runs; run += 1) {
      const pair = [time(["-e", "0"]), time(args())];
      if (run === 0) continue;
      bare.push(pair[0]);
      ours.push(pair[1]);
    }
    const ratio = median(ours) / median(bare);
    report(
      name,
      `${ratio.toFixed(2)}x  (${median(ours).toFixed(0)} ms to ${median(bare).toFixed(0)} ms)`,
      ratio <= budget,
      `${budget}x`,
    );
  }
  measureCreate();
  measureSize();
}

function measureCreate() {
  const seconds = [];
  for (let run = 0; run < 4; run += 1) {
    seconds.push(time([bin, "create", `local${run}`, "--platform", "ios", "--org", "local", "--yes"]) / 1000);
  }
  const [first, ...later] = seconds;
  report("create on the local org, first run", `${first.toFixed(2)} s`, first <= 3, "3 s");
  report("create on the local org, later runs", `${median(later).toFixed(2)} s`, median(later) <= 3, "3 s");
}

function measureSize() {
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", scratch], {
      cwd: root,
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  const megabytes = packed.size / 1024 / 1024;
  report("tarball", `${megabytes.toFixed(2)} MB, ${packed.entryCount} files`, megabytes <= 1.5, "1.5 MB");
  const dist = join(root, "dist");
  const largest = readdirSync(dist)
    .map((file) => ({ file, size: statSync(join(dist, file)).size }))
    .toSorted((a, b) => b.size - a.size)
    .slice(0, 5);
  for (const { file, size } of largest)
    console.log(`  ${(size / 1024).toFixed(0).padStart(6)} kB  dist/${file}`);
}

function time(args) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: scratch, env });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}: ${stderr.toString()}`);
  return milliseconds;
}

function report(name, figure, isWithin, budget) {
  console.log(`${isWithin ? "within" : "OVER  "}  ${name.padEnd(36)} ${figure.padEnd(28)} budget ${budget}`);
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
