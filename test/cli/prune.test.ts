import { describe, expect, test } from "vitest";
import { appsOf, createJobWorld, expire, type JobWorld, leftIn, watch } from "../support/ephemeral-apps.ts";
import { type CliRun, createWorld } from "../support/run-cli.ts";
import { nativeApp } from "../unit/local-org/support.ts";

async function make({ world, env }: JobWorld, args: readonly string[] = ["--ephemeral"]): Promise<string> {
  const run = await world.run(["apps", "create", "--name", "Demo", "--yes", "--json", ...args], { env });
  expect(run.exitCode, run.stderr).toBe(0);
  return (JSON.parse(run.stdout) as { readonly id: string }).id;
}

async function makeExpired(job: JobWorld): Promise<string> {
  const id = await make(job);
  await expire(job.org, id);
  return id;
}

function prune({ world, env }: JobWorld, ...args: readonly string[]): Promise<CliRun> {
  return world.run(["apps", "prune", ...args], { env });
}

interface Pruned {
  readonly removed: readonly { readonly id: string }[];
  readonly failed: readonly { readonly id: string; readonly code: string }[];
  readonly kept: number;
}

function read({ stdout }: CliRun): Pruned {
  return JSON.parse(stdout) as Pruned;
}

const hour = 3_600_000;

/** An app as a machine whose clock says `now` makes it, to be kept for two hours. */
async function makeAt(job: JobWorld, now: number): Promise<string> {
  const marker = { project: "p", expiresAt: new Date(now + 2 * hour).toISOString(), ttl: 7200, runId: "x" };
  const app = nativeApp(`Made at ${now}`, { profile: { okta_unlock: marker } });
  return (await job.org.call("POST", "/api/v1/apps", app)).json.id as string;
}

describe("a machine whose clock is wrong", () => {
  test("that is three hours ahead of the org removes nobody's app before its time", async () => {
    const job = await createJobWorld();
    job.org.clock.advance(-3 * hour);
    await makeAt(job, job.org.clock.now().getTime());
    await make(job);
    expect(read(await prune(job, "--json"))).toMatchObject({ removed: [], kept: 2 });
    expect(read(await prune(job, "--older-than", "1h", "--json"))).toMatchObject({ removed: [], kept: 2 });
    const listed = await job.world.run(["apps", "list"], { env: job.env });
    expect(listed.stdout.match(/ in 2 h /gu)).toHaveLength(2);
  });

  test("that is three hours behind removes what has expired", async () => {
    const job = await createJobWorld();
    const id = await makeAt(job, Date.now());
    job.org.clock.advance(3 * hour);
    expect(read(await prune(job, "--older-than", "2h", "--dry-run", "--json")).removed).toMatchObject([
      { id },
    ]);
    expect(read(await prune(job, "--json")).removed).toMatchObject([{ id }]);
  });

  test.each([-10, 10])(
    "by %i hours when it made an app does not change how long that is kept",
    async (off) => {
      const job = await createJobWorld();
      const id = await makeAt(job, Date.now() + off * hour);
      expect(read(await prune(job, "--json"))).toMatchObject({ removed: [], kept: 1 });
      job.org.clock.advance(2.1 * hour);
      expect(read(await prune(job, "--json")).removed).toMatchObject([{ id }]);
    },
  );
});

describe("prune", () => {
  test("removes what has expired with its policy, and nothing else", async () => {
    const job = await createJobWorld();
    const gone = await makeExpired(job);
    const [fresh, lasting] = [await make(job), await make(job, [])];
    const run = await prune(job);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain(gone);
    expect(run.stderr).toContain("Removed 1 ephemeral app from");
    expect(run.stderr.replaceAll(/\s+/gu, " ")).toContain("1 ephemeral app is not due yet.");
    expect((await appsOf(job.org)).map(({ id }) => id).toSorted()).toEqual([fresh, lasting].toSorted());
    expect(await leftIn(job.org)).toHaveLength(4);
  });

  test("without anything to do says so: exit 0, nothing on stdout", async () => {
    const job = await createJobWorld();
    const run = await prune(job);
    expect(run).toMatchObject({ exitCode: 0, stdout: "" });
    expect(run.stderr).toContain("Nothing to remove");
    expect(read(await prune(job, "--json"))).toMatchObject({ removed: [], failed: [], kept: 0 });
  });

  test("with --dry-run names the same and removes none", async () => {
    const job = await createJobWorld();
    const id = await makeExpired(job);
    const run = await prune(job, "--dry-run", "--json");
    expect(read(run)).toMatchObject({
      dryRun: true,
      removed: [{ id, kind: "app", label: expect.stringMatching(/^Demo/u) }],
    });
    expect(await appsOf(job.org)).toHaveLength(1);
  });

  test("with --older-than goes by the age, and still touches marked apps only", async () => {
    const job = await createJobWorld();
    job.org.clock.advance(-3 * 3_600_000);
    const [old] = [await make(job), await make(job, [])];
    job.org.clock.advance(3 * 3_600_000);
    const young = await makeExpired(job);
    expect(read(await prune(job, "--older-than", "4h", "--dry-run", "--json")).removed).toEqual([]);
    expect(read(await prune(job, "--older-than", "2h", "--json")).removed).toMatchObject([{ id: old }]);
    expect((await appsOf(job.org)).map(({ id }) => id)).toContain(young);
    expect(await appsOf(job.org)).toHaveLength(2);
  });

  test.each(["0m", "2", "400d", "yesterday"])("refuses --older-than %s: exit 2", async (age) => {
    const world = createWorld();
    const run = await world.run(["apps", "prune", "--org", "local", "--older-than", age]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain("okta-unlock apps prune --older-than 2h");
  });

  test("removes the policy of an ephemeral app that somebody else removed", async () => {
    const job = await createJobWorld();
    const id = await make(job);
    await job.org.call("POST", `/api/v1/apps/${id}/lifecycle/deactivate`);
    await job.org.call("DELETE", `/api/v1/apps/${id}`);
    const run = await prune(job);
    expect(run.stderr).toContain("Removed 1 left-over policy from");
    expect(await leftIn(job.org)).toEqual([]);
  });

  test("goes on when one can't be removed, names it, and fails: the result on stdout, the error on stderr", async () => {
    const job = await createJobWorld();
    const ids = [await makeExpired(job), await makeExpired(job), await makeExpired(job)];
    const stuck = ids[1]!;
    job.org.faults.add({
      kind: "refusal",
      errorCode: "E0000006",
      method: "DELETE",
      path: `/api/v1/apps/${stuck}`,
      times: Infinity,
    });
    const run = await prune(job, "--json");
    expect(run.exitCode).toBe(3);
    expect(read(run)).toMatchObject({ failed: [{ id: stuck, code: "permission-denied" }] });
    expect(read(run).removed).toHaveLength(2);
    expect(JSON.parse(run.stderr)).toMatchObject({
      error: {
        code: "permission-denied",
        details: [expect.stringContaining(stuck)],
        next: expect.stringContaining(`okta-unlock apps prune --org ${job.org.url}`),
      },
    });
    expect((await appsOf(job.org)).map(({ id }) => id)).toEqual([stuck]);
    job.org.faults.clear();
    expect((await prune(job)).exitCode).toBe(0);
    expect(await leftIn(job.org)).toEqual([]);
  });

  test("that is stopped says what it removed, and the next one goes on", async () => {
    const job = await createJobWorld();
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.push(await makeExpired(job));
    job.org.faults.add({
      kind: "latency",
      milliseconds: 60_000,
      method: "DELETE",
      path: "/api/v1/apps/*",
      skip: 2,
      times: Infinity,
    });
    const { child, ended } = watch(job.world.start(["apps", "prune", "--json"], { env: job.env }));
    // The two are known to be gone to whoever goes on to others: all that are left wait to be deleted.
    await expect.poll(() => job.org.faults.hits.length).toBe(3);
    child.kill("SIGTERM");
    const { exitCode, stdout, stderr } = await ended;
    expect(exitCode).toBe(143);
    expect((JSON.parse(stdout) as Pruned).removed).toHaveLength(2);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: "interrupted", message: "Stopped by SIGTERM: 2 of 5 were removed." },
    });
    job.org.faults.clear();
    expect(read(await prune(job, "--json")).removed.length).toBeGreaterThanOrEqual(3);
    expect(await leftIn(job.org)).toEqual([]);
    expect(ids).toHaveLength(5);
  });
});
