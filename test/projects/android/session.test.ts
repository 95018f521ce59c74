import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import type { TemplateView } from "../../../src/project/template-view.ts";
import { compileSession, compileSessionTests, runSessionTests } from "../support/android-tests.ts";
import { androidToolchain } from "../support/android-toolchain.ts";
import { renderAndroidProject } from "../support/render-template.ts";
import { androidView } from "../support/sample-view.ts";
import { unlockScenarios } from "../support/scenarios.ts";
import type { ToolResult } from "../support/swift-toolchain.ts";
import { sharedFolder } from "../support/temporary-folder.ts";

const { scenarios } = await unlockScenarios();
const android = await androidToolchain();

const folder = sharedFolder();
let run: ToolResult;
let runWithoutDeletion: ToolResult;
beforeAll(async () => {
  run = await runTestsOf({ ...androidView, accountDeletion: true }, join(folder, "whole"));
  runWithoutDeletion = await runTestsOf(androidView, join(folder, "without-deletion"));
});

async function runTestsOf(view: TemplateView, project: string): Promise<ToolResult> {
  await renderAndroidProject(view, project);
  if (view.accountDeletion) addWalk(project);
  for (const compile of [compileSession, compileSessionTests]) {
    const { ok, output } = await compile(android, project);
    if (!ok) throw new Error(output);
  }
  return runSessionTests(android, project);
}

/** It is ours: who has it fail needs the seed and an hour. */
function addWalk(project: string): void {
  const walk = fileURLToPath(new URL("walk/RandomWalkTest.kt", import.meta.url));
  const core = join(project, "app/src/test/kotlin", androidView.applicationPath, "core/session");
  copyFileSync(walk, join(core, "RandomWalkTest.kt"));
}

test("a random walk through the session breaks none of its rules", () => {
  expect(run.output).toMatch(/^passed .+\.RandomWalkTest\)$/mu);
});

test("the project's own tests of the session pass, with and without deletion of the account", () => {
  for (const { output, ok } of [run, runWithoutDeletion]) {
    expect(output).not.toContain("FAILED");
    expect(output).toMatch(/^\d{2,} tests, 0 failed/mu);
    expect(ok).toBe(true);
  }
});

test(`all ${scenarios.length} scenarios of unlock-scenarios.json are among them`, () => {
  expect(scenarios.length).toBeGreaterThan(80);
  const unplayed = scenarios.filter(({ name }) => !run.output.includes(`passed plays[${name}](`));
  expect(unplayed.map(({ name }) => name)).toEqual([]);
  const [total] = /^\d+ tests/mu.exec(run.output) ?? [];
  process.stdout.write(`Kotlin: ${scenarios.length} unlock scenarios played, among ${total}\n`);
});
