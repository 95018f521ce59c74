import { expect, test } from "vitest";
import { startLocalOrgProcess } from "../support/local-org.ts";
import { createWorld } from "../support/run-cli.ts";

const apps = ["apps", "list", "--org", "local", "--json"];

test("faults that the org starts with are shown, hit, and are used up", async () => {
  const world = createWorld();
  const org = await startLocalOrgProcess(world, [
    "--fault",
    "refusal=E0000015:/api/v1/apps",
    "--fault",
    "skew=+600s",
  ]);
  expect(org).toMatchObject({
    activityUrl: `${org.url}/activity`,
    faults: ["E0000015 for /api/v1/apps, the next request"],
    clockOffset: 600_000,
  });
  const status = await world.run(["local", "status"]);
  expect(status.stdout).toMatch(/Fault +E0000015 for \/api\/v1\/apps, the next request\n/);
  expect(status.stdout).toMatch(/Clock +10 minutes ahead of real time\n/);
  expect(status.stdout).toMatch(/Activity +https:.*\/activity\n/);
  expect((await world.run(apps)).stderr).toContain("feature-missing");
  expect((await world.run(apps)).exitCode).toBe(0);
});

test("faults are added to the org that runs, listed and cleared", async () => {
  const world = createWorld();
  await startLocalOrgProcess(world);
  const added = await world.run([
    "local",
    "faults",
    "add",
    "refusal=E0000015,times=always",
    "skew=-5m",
    "--json",
  ]);
  expect(JSON.parse(added.stdout)).toMatchObject({
    faults: ["E0000015 for any path, every request"],
    clockOffset: -300_000,
  });
  expect((await world.run(apps)).exitCode).toBe(4);
  expect((await world.run(["local", "faults", "list"])).stdout).toContain("5 minutes behind real time");
  const cleared = await world.run(["local", "faults", "clear", "--json"]);
  expect(JSON.parse(cleared.stdout)).toMatchObject({ faults: [], clockOffset: 0 });
  expect((await world.run(apps)).exitCode).toBe(0);
});

test("of several one that can't be made: none is", async () => {
  const world = createWorld();
  await startLocalOrgProcess(world);
  const refused = await world.run(["local", "faults", "add", "503", "nonsense"]);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('"nonsense" is not a kind of fault');
  const listed = await world.run(["local", "faults", "list", "--json"]);
  expect(JSON.parse(listed.stdout)).toMatchObject({ faults: [] });
});

test.each([
  ["--fault", "nonsense", "latency=2000:/oauth2/**"],
  ["--rate-limit", "0", "requests per minute"],
  ["--host", "192.168.1.20", "--expose-to-network"],
])("local start %s %s is refused and says what is allowed", async (flag, value, allowed) => {
  const world = createWorld();
  const run = await world.run(["local", "start", flag, value]);
  expect([run.exitCode, run.stdout]).toEqual([2, ""]);
  expect(run.stderr.replaceAll(/\s+/gu, " ")).toContain(allowed);
  const status = await world.run(["local", "status", "--json"]);
  expect(JSON.parse(status.stdout)).toMatchObject({ exists: false });
});

test("faults need an org that runs", async () => {
  const run = await createWorld().run(["local", "faults", "list"]);
  expect(run.exitCode).toBe(5);
  expect(run.stderr).toContain("okta-unlock local start");
});

test("a rate limit is enforced", async () => {
  const world = createWorld();
  const org = await startLocalOrgProcess(world, ["--rate-limit", "1"]);
  const verbose = await world.run(["local", "status", "--json"]);
  expect(JSON.parse(verbose.stdout)).toMatchObject({ running: true, url: org.url });
  const { stdout } = await world.run(["local", "status"]);
  const [token = ""] = /00\w{38,}/u.exec(stdout) ?? [];
  const { Agent, fetch } = await import("undici");
  const { readFileSync } = await import("node:fs");
  const dispatcher = new Agent({ connect: { ca: readFileSync(org.caCertificatePath) } });
  const statuses = [];
  for (let index = 0; index < 2; index += 1) {
    const answer = await fetch(`${org.url}/api/v1/groups`, {
      dispatcher,
      headers: { authorization: `SSWS ${token}` },
    });
    statuses.push(answer.status);
    await answer.arrayBuffer();
  }
  await dispatcher.destroy();
  expect(statuses).toEqual([200, 429]);
});
