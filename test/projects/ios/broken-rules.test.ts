import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { chooseRules } from "../support/some-rules.ts";
import { renderIosProject } from "../support/render-template.ts";
import { deletionView } from "../support/sample-view.ts";
import { compileSession, compileTests, runTests, type TestRun } from "../support/swift-tests.ts";
import { forEachInParallel, swiftToolchain } from "../support/swift-toolchain.ts";
import { sharedFolder } from "../support/temporary-folder.ts";
import { type BrokenRule, brokenRules } from "./broken-rules.ts";

const chosen = chooseRules(brokenRules);

describe("a scenario turns red when", () => {
  const folder = sharedFolder();
  const runs = new Map<BrokenRule, TestRun>();

  // The tests are compiled once, and most of a run is waiting: all of them together take as long as a few of them.
  beforeAll(async () => {
    const swift = await swiftToolchain();
    const whole = join(folder, "whole");
    await renderIosProject(deletionView, whole);
    const tests = await compileTests(swift, whole);
    await forEachInParallel(chosen, async (broken) => {
      const project = join(folder, String(brokenRules.indexOf(broken)));
      for (const part of ["MyApp", "MyAppTests"])
        cpSync(join(whole, part), join(project, part), { recursive: true });
      const run = Promise.resolve()
        .then(() => breakRule(project, broken))
        .then(() => compileSession(swift, project))
        .then((build) => runTests(swift, build, tests));
      runs.set(broken, await run.catch((error: unknown) => ({ passed: true, output: String(error) })));
    });
  }, 1_200_000);

  test.each(chosen.map((broken) => [broken.rule, broken] as const))("%s", (_, broken) => {
    const { passed, output } = runs.get(broken) ?? { passed: true, output: "did not run" };
    expect(passed, output).toBe(false);
    expect(output).toMatch(/Test plays\(_:\) recorded an issue/u);
  });
});

test("every rule stands in the code as it is broken", async () => {
  const project = sharedFolder();
  await renderIosProject(deletionView, project);
  const stale = brokenRules.filter(
    ({ file, from }) => !readFileSync(locate(project, file), "utf8").includes(from),
  );
  expect(stale).toEqual([]);
});

function breakRule(project: string, { file, from, to }: BrokenRule): void {
  const path = locate(project, file);
  writeFileSync(path, readFileSync(path, "utf8").replaceAll(from, to));
}

function locate(project: string, file: string): string {
  return join(project, "MyApp/Core/Session", file);
}
