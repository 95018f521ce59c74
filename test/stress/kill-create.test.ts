import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createWorld, type World } from "../support/run-cli.ts";
import { amount } from "../support/stress.ts";

const moments = amount({ whole: 20, small: 3 });
const args = ["create", "demo", "--platform", "ios", "--org", "local", "--yes", "--json"] as const;

test(
  `kill -9 at ${moments} random moments leaves no folder or a whole one, and the next run mends the rest`,
  { timeout: 400_000 },
  async () => {
    const world = createWorld();
    // The org exists and the chunks are warm, so that the moments spread over the work itself.
    let usual = await timeOfOneRun(world);
    // A check that kills nothing proves nothing: a run that ended before its moment does not count,
    // and shortens the wait, because the first one was timed on a busier machine.
    for (let killed = 0, attempt = 0; killed < moments; attempt += 1) {
      expect(attempt, "runs that ended before they were killed").toBeLessThan(moments * 3);
      const name = `demo-${attempt}`;
      const child = world.start([args[0], name, ...args.slice(2)]);
      if (await killedAfter(child, usual * (0.15 + 0.8 * Math.random()))) killed += 1;
      else usual *= 0.8;
      if (existsSync(world.path(name))) expectWhole(world, name);

      const next = await world.runProcess([args[0], name, ...args.slice(2)]);
      expect(next).toMatchObject({ exitCode: 0, stderr: "" });
      expectWhole(world, name);
      expect(leftovers(world)).toEqual([]);
    }
    expect(await labelsInOrg(world)).toEqual([...new Set(await labelsInOrg(world))]);
  },
);

async function killedAfter(child: ChildProcess, milliseconds: number): Promise<boolean> {
  const exited = new Promise((resolve) => child.once("exit", resolve));
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  child.kill("SIGKILL");
  await exited;
  return child.signalCode === "SIGKILL";
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
