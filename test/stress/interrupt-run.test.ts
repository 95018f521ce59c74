import { join } from "node:path";
import { expect, test } from "vitest";
import { isLocalOrgOwned } from "../../src/local-org/index.ts";
import { createJobWorld, leftIn, watch } from "../support/ephemeral-apps.ts";
import { createWorld, nodePath } from "../support/run-cli.ts";
import { amount } from "../support/stress.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2", "SIGALRM"] as const;
const rounds = amount({ whole: 24, small: 3 });

test(`a signal at ${rounds} random moments leaves no app behind`, { timeout: 400_000 }, async () => {
  const { world, org, env } = await createJobWorld();
  const args = ["run", "--", nodePath(), "-e", "setTimeout(() => {}, 200)"];
  await world.runProcess(args, { env });
  const start = Date.now();
  await world.runProcess(args, { env });
  const usual = Date.now() - start;
  const ends = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    const signal = signals[round % signals.length]!;
    const { child, ended } = watch(world.start(args, { env }));
    await new Promise((resolve) => setTimeout(resolve, usual * 1.05 * Math.random()));
    child.kill(signal);
    const end = await ended;
    const how = String(end.exitCode ?? end.signal);
    ends.set(how, (ends.get(how) ?? 0) + 1);
    expect({ signal, how, left: await leftIn(org), stderr: end.stderr }).toMatchObject({ left: [] });
  }
  console.log("how they ended:", Object.fromEntries(ends));
  expect([...ends.values()].reduce((sum, count) => sum + count, 0)).toBe(rounds);
});

const starts = amount({ whole: 8, small: 2 });

test(`the local org of a run that is stopped at ${starts} moments of its start keeps no app and no process`, async () => {
  const world = createWorld();
  const args = ["run", "--org", "local", "--", nodePath(), "-e", "0"];
  const start = Date.now();
  await world.runProcess(args);
  const usual = Date.now() - start;
  for (let round = 0; round < starts; round += 1) {
    const { child, ended } = watch(world.start(args));
    await new Promise((resolve) => setTimeout(resolve, usual * Math.random()));
    child.kill("SIGINT");
    await ended;
  }
  const listed = await world.run(["apps", "list", "--org", "local", "--json"]);
  expect({ ...listed }).toMatchObject({ exitCode: 0 });
  expect(JSON.parse(listed.stdout)).toMatchObject({ apps: [] });
  const status = async () => JSON.parse((await world.run(["local", "status", "--json"])).stdout) as object;
  await expect.poll(status, { interval: 300 }).toMatchObject({ running: false });
  const isOwned = () => isLocalOrgOwned(join(world.home, "data", "okta-unlock", "local-org"));
  await expect.poll(isOwned, { interval: 300 }).toBe(false);
});
