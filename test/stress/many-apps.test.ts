import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { type CrowdedOrg, startCrowdedOrg } from "../support/many-apps.ts";
import { createWorld, type World } from "../support/run-cli.ts";
import { amount } from "../support/stress.ts";

const count = amount({ whole: 20_000, small: 2000 });
/** What is on its way through pipes and buffers is some ten pages of 200. */
const unread = amount({ whole: 20_000, small: 5000 });
const pages = unread / 200;

test(`${count} apps need no more memory than 200, with and without --json`, async () => {
  const world = createWorld();
  const few = await startCrowdedOrg(world, 200);
  const many = await startCrowdedOrg(world, count);
  for (const flags of [[], ["--json"]]) {
    const [before, after] = [await peakOf(world, few, flags), await peakOf(world, many, flags)];
    console.log(`peak memory ${flags.join("")}: ${before} MB for 200 apps, ${after} MB for ${count}`);
    // All of the answers together are 40 MB of JSON, and several times that as objects.
    expect(after - before).toBeLessThan(40);
  }
});

test("a reader that does not read holds the list up, and one that leaves ends it", async () => {
  const world = createWorld();
  const org = await startCrowdedOrg(world, unread);
  const child = world.start(["apps", "list", "--org", org.url, "--json"], { env: org.env });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await steady(org.pages);
  expect(child.exitCode).toBeNull();
  expect(org.pages()).toBeLessThan(pages * 0.6);
  child.stdout?.destroy();
  await ended;
  expect(org.pages()).toBeLessThan(pages * 0.7);
});

/** Waits until a number has not changed for a while. */
async function steady(read: () => number): Promise<void> {
  for (let last = -1; last < 1 || read() !== last;) {
    last = read();
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
}

/** The most memory that a run had at once, in megabytes, told by the process itself at its end. */
async function peakOf(world: World, { url, env }: CrowdedOrg, flags: readonly string[]): Promise<number> {
  const [probe, figure] = [`${world.root}/probe.mjs`, `${world.root}/peak`];
  writeFileSync(
    probe,
    `import { writeFileSync } from "node:fs";
process.on("exit", () => writeFileSync(${JSON.stringify(figure)}, String(process.resourceUsage().maxRSS)));`,
  );
  const run = await world.run(["apps", "list", "--org", url, ...flags], {
    // A small young generation: what is thrown away is then collected soon, and does not count.
    env: { ...env, NODE_OPTIONS: `--max-semi-space-size=1 --import ${pathToFileURL(probe).href}` },
  });
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  return Math.round(Number(readFileSync(figure, "utf8")) / 1024);
}
