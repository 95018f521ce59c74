import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createWorld } from "../support/run-cli.ts";
import { amount } from "../support/stress.ts";

const create = ["create", "demo", "--platform", "ios", "--yes"] as const;
const moments = amount({ whole: 12, small: 4 });

test("Ctrl-C at random moments leaves no half project and no app without one", async () => {
  const world = createWorld();
  await world.runProcess([...create, "--org", "local"]);
  const start = Date.now();
  await world.runProcess([create[0], "timed", ...create.slice(2), "--org", "local"]);
  let usual = Date.now() - start;
  let stopped = 0;
  // The first run was timed on a busier machine, perhaps: go on until enough were stopped at work, each timed anew.
  for (let moment = 0; moment < moments || (stopped < 3 && moment < 40); moment += 1) {
    const name = `demo-${moment}`;
    const child = world.start([create[0], name, ...create.slice(2), "--org", "local"]);
    const begun = Date.now();
    const ended = exitOf(child);
    await Promise.race([ended, sleep(usual * (0.3 + 0.7 * Math.random()))]);
    child.kill("SIGINT");
    const exitCode = await ended;
    // Before anything listens, and after everything is done, the signal ends Node itself.
    const endedByNode = exitCode === null && child.signalCode === "SIGINT";
    expect(endedByNode || exitCode === 0 || exitCode === 130).toBe(true);
    if (exitCode === 130) stopped += 1;
    if (exitCode === 0) usual = Date.now() - begun;
    const hasProject = existsSync(world.path(name));
    const hasApp = (await world.run(["apps", "show", `Demo ${moment}`, "--org", "local"])).exitCode === 0;
    expect({ exitCode, hasApp }).toEqual({ exitCode, hasApp: hasProject });
    const isExpected = endedByNode ? hasProject : exitCode === 0;
    expect({ exitCode, hasProject }).toEqual({ exitCode, hasProject: isExpected });
  }
  expect(stopped).toBeGreaterThan(2);
  expect(readdirSync(world.cwd).filter((entry) => entry.startsWith("."))).toEqual([]);
});

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode);
    child.once("exit", (code) => resolve(code));
  });
}
