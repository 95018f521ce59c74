// Prints the budgets of the design: CPU time as a ratio to bare `node -e 0`, memory and size. Run `npm run build` first.
// Usage: npm run bench -- [runs, 15 by default] [folder of another built checkout, measured in the same run]
// A benchmark, never a test: machines are noisy. So ours, the other and bare node run in turn, and the minimum of each counts.
// NODE_EXTRA_CA_CERTS is handed on, because it belongs to the machine: where it is set, Node reads the file at each start, which
// bare node pays, too. Ratios with and without it can't be compared.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { npm } from "../support/npm.mjs";
import { measureCpu, measureMemory, startOrg } from "./measure.mjs";

const runs = Number(process.argv[2] ?? 15);
const here = fileURLToPath(new URL("../..", import.meta.url));
const other = process.argv[3] === undefined ? undefined : resolve(process.argv[3]);
const scratch = mkdtempSync(join(tmpdir(), "okta-unlock-bench-"));
const megabyte = 1024 * 1024;
let serial = 0;

const packages = [here, ...(other === undefined ? [] : [other])].map((root, index) => {
  const cwd = join(scratch, String(index));
  mkdirSync(cwd);
  const home = join(cwd, "home");
  const data = join(home, "data");
  const { PATH, NODE_EXTRA_CA_CERTS } = process.env;
  const env = { PATH, NODE_EXTRA_CA_CERTS, HOME: home, XDG_DATA_HOME: data, XDG_CONFIG_HOME: home };
  return { root, bin: join(root, "bin", "okta-unlock.js"), cwd, env, org: join(cwd, "org") };
});

const known = ["--issuer", "https://example.okta.com/oauth2/default", "--client-id", "0oabench12345"];
const inLocalOrg = ["--org", "local", "--yes"];

/** A name that no run before had. */
const fresh = () => `app${(serial += 1)}`;

const offlineRows = [
  { name: "--version", args: () => ["--version"], budget: 1.15 },
  { name: "--help", args: () => ["--help"], budget: 1.25 },
  { name: "create --help", args: () => ["create", "--help"], budget: 1.25 },
  { name: "apps create --help", args: () => ["apps", "create", "--help"], budget: 1.25 },
  {
    name: "render the iOS project offline",
    args: () => ["create", fresh(), "--platform", "ios", ...known, "--no-git", "--yes"],
    budget: 1.6,
  },
];

const orgRows = [
  { name: "whoami", args: () => ["whoami", "--org", "local"], budget: 3.2 },
  { name: "apps list", args: () => ["apps", "list", "--org", "local"], budget: 3.2 },
  {
    name: "apps create",
    args: () => ["apps", "create", "native", "--name", fresh(), ...inLocalOrg],
    budget: 5.5,
  },
  { name: "create", args: () => ["create", fresh(), "--platform", "ios", ...inLocalOrg], budget: 5.5 },
];

try {
  await measure();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function measure() {
  const isSet = process.env.NODE_EXTRA_CA_CERTS === undefined ? "not set" : "set";
  console.log(
    `Node ${process.versions.node}, ${runs} runs in turn, minimum of each; NODE_EXTRA_CA_CERTS ${isSet}`,
  );
  say("", "here", ...(other === undefined ? [] : ["other"]), "budget");
  for (const row of offlineRows) measureRatio(row);
  const orgs = [];
  for (const { root, org, ...rest } of packages) orgs.push(await startOrg(root, org, rest));
  for (const each of packages) each.env.OKTA_UNLOCK_DATA_DIR = each.org;
  for (const row of orgRows) measureRatio(row);
  measurePeaks();
  measureDoctor();
  for (const org of orgs) await org.stop();
  await measureStarts();
  measureFirstCreate();
  measureSizes();
}

function measureRatio({ name, args, budget }) {
  const bare = [];
  const ours = packages.map(() => []);
  for (let run = 0; run <= runs; run += 1) {
    bare.push(measureCpu(["-e", "0"], packages[0]));
    for (const [index, each] of packages.entries()) ours[index].push(measureCpu([each.bin, ...args()], each));
  }
  report(
    name,
    ours.map((times) => Math.min(...times) / Math.min(...bare)),
    budget,
    "x",
  );
}

function measurePeaks() {
  for (const { name, args } of [offlineRows.at(-1), ...orgRows]) {
    const peaks = packages.map((each) => measureMemory([each.bin, ...args()], each) / megabyte);
    report(`${name}: peak memory`, peaks, 80, " MB");
  }
}

/** Wall time and requests of a healthy project. The other checkout may be older than the command. */
function measureDoctor() {
  const [each] = packages;
  const name = fresh();
  measureCpu([each.bin, "create", name, "--platform", "ios", ...inLocalOrg], each);
  const examine = () => {
    const start = performance.now();
    const text = execFileSync(process.execPath, [each.bin, "doctor", name, "--json"], {
      ...each,
      stdio: "pipe",
    });
    return { seconds: (performance.now() - start) / 1000, requests: JSON.parse(text).requests };
  };
  const rounds = Array.from({ length: 3 }, examine);
  report("doctor on a healthy project, wall", [Math.min(...rounds.map(({ seconds }) => seconds))], 2, " s");
  report(
    "doctor on a healthy project, requests",
    [Math.max(...rounds.map(({ requests }) => requests))],
    12,
    "",
  );
}

async function measureStarts() {
  const starts = { "existing folder": [], "empty folder": [] };
  const bare = [];
  for (let run = 0; run < Math.ceil(runs / 2); run += 1) {
    bare.push(measureCpu(["-e", "0"], packages[0]));
    for (const [index, each] of packages.entries()) {
      const folders = { "existing folder": each.org, "empty folder": join(each.cwd, fresh()) };
      for (const [kind, folder] of Object.entries(folders)) {
        const org = await startOrg(each.root, folder, each);
        (starts[kind][index] ??= []).push(org.cpu);
        await org.stop();
      }
    }
  }
  const ratio = (times) => Math.min(...times) / Math.min(...bare);
  report("local org to discovery, existing folder", starts["existing folder"].map(ratio), 7, "x");
  report("local org to discovery, empty folder", starts["empty folder"].map(ratio), 10, "x");
}

/** Wall time of what a newcomer waits for: an empty home, an empty org. */
function measureFirstCreate() {
  const seconds = packages.map((each) => {
    const times = Array.from({ length: 3 }, () => {
      const env = {
        ...each.env,
        HOME: join(each.cwd, fresh()),
        OKTA_UNLOCK_DATA_DIR: join(each.cwd, fresh()),
      };
      const start = performance.now();
      measureCpu([each.bin, "create", fresh(), "--platform", "ios", ...inLocalOrg], { ...each, env });
      return (performance.now() - start) / 1000;
    });
    return Math.min(...times);
  });
  report("first create --org local, wall", seconds, 1.5, " s");
}

function measureSizes() {
  const tarballs = packages.map(({ root }) => {
    const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", scratch];
    const stdio = ["ignore", "pipe", "ignore"];
    return JSON.parse(npm(args, { cwd: root, stdio }))[0].size / megabyte;
  });
  report("tarball", tarballs, 1.5, " MB");
  const sizes = packages.map(
    ({ root }) => listChunks(root).reduce((sum, { size }) => sum + size, 0) / megabyte,
  );
  say("dist", ...sizes.map((size) => `${size.toFixed(2)} MB`), "");
  for (const { file, size } of listChunks(here).slice(0, 5))
    console.log(`  ${(size / 1024).toFixed(0).padStart(6)} kB  dist/${file}`);
}

function listChunks(root) {
  const dist = join(root, "dist");
  return readdirSync(dist)
    .map((file) => ({ file, size: statSync(join(dist, file)).size }))
    .toSorted((a, b) => b.size - a.size);
}

function report(name, figures, budget, unit) {
  const isWithin = figures[0] <= budget;
  say(
    name,
    ...figures.map((figure) => `${figure.toFixed(2)}${unit}`),
    `${budget}${unit}${isWithin ? "" : "  OVER"}`,
  );
}

function say(name, ...columns) {
  console.log(`${name.padEnd(44)}${columns.map((column) => column.padStart(13)).join("")}`);
}
