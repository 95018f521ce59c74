import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { TemplateView } from "../../../src/project/template-view.ts";
import { renderIosProject } from "../support/render-template.ts";
import { deletionView, sampleView } from "../support/sample-view.ts";
import { unlockScenarios } from "../support/scenarios.ts";
import { compileTests, runTests, type TestRun } from "../support/swift-tests.ts";
import { type SwiftToolchain, swiftToolchain } from "../support/swift-toolchain.ts";
import { sharedFolder } from "../support/temporary-folder.ts";

const { scenarios } = await unlockScenarios();

const folder = sharedFolder();
let run: TestRun;
let runWithoutDeletion: TestRun;
beforeAll(async () => {
  const swift = await swiftToolchain();
  [run, runWithoutDeletion] = await Promise.all([
    runTestsOf(swift, deletionView, join(folder, "whole")),
    runTestsOf(swift, sampleView, join(folder, "without-deletion")),
  ]);
});

async function runTestsOf(swift: SwiftToolchain, view: TemplateView, project: string): Promise<TestRun> {
  await renderIosProject(view, project);
  return runTests(swift, join(project, "build"), await compileTests(swift, project));
}

test("the project's own unit tests pass, with and without deletion of the account", () => {
  for (const { output, passed } of [run, runWithoutDeletion]) {
    expect(output).toMatch(/Test run with \d+ tests passed/u);
    expect(passed).toBe(true);
  }
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
