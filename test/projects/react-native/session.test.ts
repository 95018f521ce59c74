import { cpSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { TemplateView } from "../../../src/project/template-view.ts";
import { runSessionTests, type TestFileRun } from "../support/react-native-tests.ts";
import { renderReactNativeProject } from "../support/render-template.ts";
import { deletionView, sampleView } from "../support/sample-view.ts";
import { unlockScenarios } from "../support/scenarios.ts";
import { sharedFolder } from "../support/temporary-folder.ts";

const { scenarios } = await unlockScenarios();
const projects = sharedFolder();
const folder = sharedFolder();
let runs: readonly TestFileRun[];

beforeAll(async () => {
  await renderSession(deletionView, "whole");
  await renderSession(sampleView, "without-deletion");
  runs = await runSessionTests(folder);
});

async function renderSession(view: TemplateView, name: string): Promise<void> {
  await renderReactNativeProject(view, join(projects, name));
  cpSync(join(projects, name, "okta-unlock/session"), join(folder, name, "session"), { recursive: true });
}

test("the session's own tests pass on Node alone, with and without deletion of the account", () => {
  expect(runs.flatMap(({ failed, output }) => (failed.length === 0 ? [] : [...failed, output]))).toEqual([]);
  expect(runs.map(({ path }) => path)).toContain("without-deletion/session/tests/AppModel.test.ts");
});

test(`all ${scenarios.length} scenarios of unlock-scenarios.json are among them`, () => {
  const played = runs.find(({ path }) => path === "whole/session/tests/scenarios.test.ts")?.passed ?? [];
  expect(scenarios.map(({ name }) => name).filter((name) => !played.includes(name))).toEqual([]);
  const tests = runs.flatMap(({ passed }) => passed).length;
  process.stdout.write(`React Native: ${played.length} unlock scenarios played, among ${tests} tests\n`);
});
