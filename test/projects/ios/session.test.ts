import { beforeAll, expect, test } from "vitest";
import { renderIosProject } from "../support/render-template.ts";
import { sampleView } from "../support/sample-view.ts";
import { unlockScenarios } from "../support/scenarios.ts";
import { compileTests, runTests, type TestRun } from "../support/swift-tests.ts";
import { swiftToolchain } from "../support/swift-toolchain.ts";
import { sharedFolder } from "../support/temporary-folder.ts";

const { scenarios } = unlockScenarios();

const project = sharedFolder();
let run: TestRun;
beforeAll(async () => {
  const swift = await swiftToolchain();
  await renderIosProject(sampleView, project);
  const tests = await compileTests(swift, project);
  run = await runTests(swift, `${project}/build`, tests);
});

test("the project's own unit tests pass", () => {
  expect(run.output).toMatch(/Test run with \d+ tests passed/u);
  expect(run.passed).toBe(true);
});

test(`all ${scenarios.length} scenarios of unlock-scenarios.json are among them`, () => {
  expect(scenarios.length).toBeGreaterThan(80);
  const unplayed = scenarios.filter(({ name }) => !run.output.includes(`→ ${name} to plays`));
  expect(unplayed).toEqual([]);
  // The reporter leaves out the names of tests that passed.
  process.stdout.write(
    `Swift: ${scenarios.length} unlock scenarios played, ${/with \d+ tests/u.exec(run.output)?.[0]}\n`,
  );
});
