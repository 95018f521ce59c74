import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createWorld, type World } from "../support/run-cli.ts";
import { amount } from "../support/stress.ts";

const moments = amount({ whole: 20, small: 2 });
const args = ["create", "demo", "--platform", "ios", "--org", "local", "--yes", "--json"] as const;

test(`kill -9 at ${moments} random moments leaves no folder or a whole one, and the next run mends the rest`, async () => {
  const world = createWorld();
  // The org exists and the chunks are warm, so that the moments spread over the work itself.
  let usual = await timeOfOneRun(world);
  // A check that kills nothing proves nothing: a run that ended before its moment does not count, and says how long one
  // takes now. The first was perhaps timed on a busier machine.
  for (let killed = 0, attempt = 0; killed < moments; attempt += 1) {
    expect(attempt, "runs that ended before they were killed").toBeLessThan(moments * 10);
    const name = `demo-${attempt}`;
    const child = world.start([args[0], name, ...args.slice(2)]);
    const took = await killAfter(child, usual * (0.15 + 0.8 * Math.random()));
    if (took === undefined) killed += 1;
    else usual = took;
    if (existsSync(world.path(name))) expectWhole(world, name);

    const next = await world.runProcess([args[0], name, ...args.slice(2)]);
    expect(next).toMatchObject({ exitCode: 0, stderr: "" });
    expectWhole(world, name);
    expect(leftovers(world)).toEqual([]);
  }
  expect(await labelsInOrg(world)).toEqual([...new Set(await labelsInOrg(world))]);
});

/** How long it took when it ended by itself before that, in milliseconds. */
async function killAfter(child: ChildProcess, milliseconds: number): Promise<number | undefined> {
  const start = performance.now();
  const exited = new Promise<number>((resolve) =>
    child.once("exit", () => resolve(performance.now() - start)),
  );
  await Promise.race([exited, sleep(milliseconds)]);
  child.kill("SIGKILL");
  const took = await exited;
  return child.signalCode === "SIGKILL" ? undefined : took;
}

async function timeOfOneRun(world: World): Promise<number> {
  await world.runProcess([args[0], "warm-up", ...args.slice(2)]);
  const start = Date.now();
  await world.runProcess([args[0], "measured", ...args.slice(2)]);
  return Date.now() - start;
}

/** Every file of the manifest is there with its content: the manifest is the last to be believed. */
function expectWhole(world: World, name: string): void {
  const manifest = JSON.parse(readFileSync(world.path(name, "okta-unlock.json"), "utf8")) as {
    files: Record<string, string>;
  };
  expect(Object.keys(manifest.files).length).toBeGreaterThan(20);
  for (const file of Object.keys(manifest.files)) expect(existsSync(world.path(name, file)), file).toBe(true);
}

function leftovers(world: World): string[] {
  return readdirSync(world.cwd).filter((entry) => entry.startsWith("."));
}

/** One app a label: a killed run's app is found again, not made twice. */
async function labelsInOrg(world: World): Promise<string[]> {
  const run = await world.run(["apps", "list", "--org", "local", "--json"]);
  const { apps } = JSON.parse(run.stdout) as { apps: { label: string }[] };
  return apps.map(({ label }) => label);
}
