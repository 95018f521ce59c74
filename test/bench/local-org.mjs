// Prints how fast the local org is, how fast it starts, and whether its memory and its files stay bounded.
// Usage: npm run bench:local-org [thousands of operations, 10 by default]. Run `npm run build` first. A benchmark, never a
// test: machines are noisy.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Client } from "./local-org-client.mjs";

const child = fileURLToPath(new URL("local-org-child.mjs", import.meta.url));
const thousands = Number(process.argv[2] ?? 10);
const scratch = mkdtempSync(join(tmpdir(), "okta-unlock-bench-"));
// No NODE_EXTRA_CA_CERTS: reading it slows the start of every Node process down.
const env = { PATH: process.env.PATH, HOME: scratch };
const startRuns = 7;
const apps = 10_000;

try {
  console.log(`Node ${process.versions.node}\n`);
  await measureLoad();
  await measureStarts();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function measureLoad() {
  const folder = join(scratch, "load");
  const org = await startOrg(folder);
  const client = new Client(org, await org.ask("app"));
  const tokens = await client.signIn();
  await measureSpeed(client, tokens);
  await measureLatency(client);
  await client.close();
  await org.stop();
  await measureGrowth();
}

async function measureSpeed(client, tokens) {
  for (const atOnce of [1, 8]) {
    const suffix = `a second, ${atOnce} at once`;
    report(`sign-ins ${suffix}`, await perSecond(atOnce, () => client.signIn()));
    const families = await Promise.all(Array.from({ length: atOnce }, () => client.signIn()));
    const refreshed = async (worker) => {
      families[worker] = await client.refresh(families[worker]);
    };
    report(`refreshes ${suffix}`, await perSecond(atOnce, refreshed));
    report(`userinfo ${suffix}`, await perSecond(atOnce, () => client.userInfo(tokens)));
  }
}

/** Of three seconds, after half a second to warm up. */
async function perSecond(atOnce, work) {
  await workFor(500, atOnce, work);
  const { count, seconds } = await workFor(3000, atOnce, work);
  return (count / seconds).toFixed(0);
}

async function workFor(milliseconds, atOnce, work) {
  const start = performance.now();
  let count = 0;
  const worker = async (_value, index) => {
    while (performance.now() - start < milliseconds) {
      await work(index);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { count, seconds: (performance.now() - start) / 1000 };
}

async function measureLatency(client) {
  const first = await latencies(client, 100);
  await latencies(client, 1000);
  const later = await latencies(client, 100);
  report("sign-in, first 100: p50, p99", `${first.p50} ms, ${first.p99} ms`);
  report("sign-in, after 1,000 more: p50, p99", `${later.p50} ms, ${later.p99} ms`);
}

async function latencies(client, count) {
  const times = [];
  for (let index = 0; index < count; index += 1) {
    const start = performance.now();
    await client.signIn();
    times.push(performance.now() - start);
  }
  times.sort((one, other) => one - other);
  const at = (share) => times[Math.min(count - 1, Math.floor(count * share))].toFixed(1);
  return { p50: at(0.5), p99: at(0.99) };
}

/** Of ten operations one is a sign-in, five are refreshes, three userinfo; every second sign-in is revoked at its end. */
async function operate(client, count) {
  for (let done = 0; done < count; done += 10) {
    let tokens = await client.signIn();
    for (let index = 0; index < 5; index += 1) tokens = await client.refresh(tokens);
    for (let index = 0; index < 3; index += 1) await client.userInfo(tokens);
    if (done % 20 === 0) await client.revoke(tokens);
  }
}

/** What the same app does again and again: one sign-in, then refreshes only. */
async function refreshOnly(client, count) {
  let tokens = await client.signIn();
  for (let index = 0; index < count; index += 1) tokens = await client.refresh(tokens);
}

async function measureGrowth() {
  await measureGrowthOf("operations", operate);
  await measureGrowthOf("refreshes of one sign-in", refreshOnly);
}

async function measureGrowthOf(name, work) {
  const folder = join(scratch, name);
  const org = await startOrg(folder);
  const client = new Client(org, await org.ask("app"));
  let total = 0;
  for (const count of [0, 1000, thousands * 1000 - 1000, thousands * 1000]) {
    total += count;
    const start = performance.now();
    await work(client, count);
    const rate = count === 0 ? "" : `${((count / (performance.now() - start)) * 1000).toFixed(0)}/s`;
    const { rss, heapUsed } = await org.ask("memory");
    const figures = `RSS ${megabytes(rss)}, heap ${megabytes(heapUsed)}, files ${megabytes(sizeOf(folder))}`;
    report(`after ${total} ${name}`, `${figures}  ${rate}`);
  }
  await client.close();
  await org.stop();
}

async function measureStarts() {
  const bare = median(await repeat(startRuns, bareStart));
  report("bare node -e 0", `${bare.toFixed(0)} ms`);
  let count = 0;
  const fresh = await repeat(startRuns, () => startTime(join(scratch, `fresh${count++}`)));
  reportStart("start to discovery, empty folder", fresh, bare);
  reportStart(
    "start to discovery, existing folder",
    await repeat(startRuns, () => startTime(join(scratch, "fresh0"))),
    bare,
  );
  const many = join(scratch, "many");
  await makeApps(many);
  reportStart(`start to discovery, ${apps} apps`, await repeat(startRuns, () => startTime(many)), bare);
  const org = await startOrg(many);
  const client = new Client(org, await org.ask("app"));
  await client.signIn();
  report(`sign-ins a second, ${apps} apps`, await perSecond(1, () => client.signIn()));
  await client.close();
  await org.stop();
}

async function makeApps(folder) {
  const org = await startOrg(folder);
  const client = new Client(org, { clientId: "" });
  const headers = { authorization: `SSWS ${org.apiToken}` };
  const one = await org.ask("app");
  const { text } = await client.call("GET", `/api/v1/apps/${one.appId}`, { headers });
  const model = JSON.parse(text);
  delete model.credentials.oauthClient.client_id;
  for (let index = 0; index < apps; index += 1) {
    await client.call("POST", "/api/v1/apps", { headers, json: { ...model, label: `App ${index}` } });
  }
  await client.close();
  await org.stop();
}

async function bareStart() {
  const start = performance.now();
  spawnSync(process.execPath, ["-e", "0"], { env });
  return performance.now() - start;
}

async function startTime(folder) {
  const start = performance.now();
  const org = await startOrg(folder);
  const client = new Client(org, {});
  await client.call("GET", "/oauth2/default/.well-known/openid-configuration");
  const time = performance.now() - start;
  await client.close();
  await org.stop();
  return time;
}

async function startOrg(folder) {
  const started = spawn(process.execPath, ["--expose-gc", child, folder], {
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
  const read = async () => JSON.parse((await lines.next()).value);
  return {
    ...(await read()),
    ask: async (what) => {
      started.stdin.write(`${what}\n`);
      return read();
    },
    stop: async () => {
      const ended = once(started, "exit");
      started.stdin.write("close\n");
      await ended;
    },
  };
}

function sizeOf(folder) {
  const state = join(folder, "state");
  return readdirSync(state).reduce((sum, name) => sum + statSync(join(state, name)).size, 0);
}

async function repeat(times, work) {
  const results = [];
  // The first run warms the caches of the operating system.
  for (let run = 0; run <= times; run += 1) {
    const result = await work();
    if (run > 0) results.push(result);
  }
  return results;
}

function reportStart(name, times, bare) {
  const time = median(times);
  report(name, `${(time / bare).toFixed(1)}x bare  (${time.toFixed(0)} ms)`);
}

function report(name, figure) {
  console.log(`${name.padEnd(44)} ${figure}`);
}

function megabytes(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
