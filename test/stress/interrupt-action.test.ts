import { expect, test } from "vitest";
import { appsIn, installIn, policiesIn, runOktaApp, tokenInputs } from "../support/okta-app-action.ts";
import { cliPath, createWorld } from "../support/run-cli.ts";
import { amount } from "../support/stress.ts";
import { startTestOrg } from "../unit/local-org/support.ts";

const moments = amount({ whole: 6, small: 1 });

// npx passes no signal on to what it runs: https://github.com/npm/cli/issues/6684.
test.each([
  ["that runs the script", cliPath],
  ["that runs npx", () => ""],
])(`a job %s and is cancelled at ${moments} random moments leaves nothing`, async (_case, cli) => {
  const org = await startTestOrg();
  const world = createWorld();
  installIn(world);
  const inputs = { ...tokenInputs(org), cli: cli() };
  const begun = performance.now();
  const first = await runOktaApp(world, org, "main", { inputs });
  expect(first.exitCode, first.stderr).toBe(0);
  let usual = performance.now() - begun;
  await runOktaApp(world, org, "post", { inputs, state: first.state });
  // One that ended before its moment proves nothing, and says how long a job takes now: the first was perhaps timed on a
  // busier machine.
  for (let cancelled = 0, attempt = 0; cancelled < moments; attempt += 1) {
    expect(attempt, "jobs that ended before they were cancelled").toBeLessThan(moments * 10);
    const at = usual * (0.1 + 0.9 * Math.random());
    const cancel = [["SIGINT", at] as const, ["SIGTERM", at + 7500] as const];
    const start = performance.now();
    const main = await runOktaApp(world, org, "main", { inputs, cancel });
    if (main.exitCode === 0) usual = performance.now() - start;
    else cancelled += 1;
    await runOktaApp(world, org, "post", { inputs, state: main.state });
    expect(await appsIn(org), main.stderr).toEqual([]);
    expect(await policiesIn(org)).toEqual([]);
  }
});
