import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { TemplateView } from "../../../src/project/template-view.ts";
import { runSessionTests, type TestFileRun } from "../support/react-native-tests.ts";
import { renderReactNativeProject } from "../support/render-template.ts";
import { deletionView, sampleView } from "../support/sample-view.ts";
import { isPlayedOnReactNative, unlockScenarios } from "../support/scenarios.ts";
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

test("the session asks neither React nor Expo for anything", () => {
  const session = join(folder, "whole/session");
  const files = readdirSync(session).filter((name) => name.endsWith(".ts"));
  const imported = files.flatMap((name) =>
    Array.from(readFileSync(join(session, name), "utf8").matchAll(/from "(.*)"/gu), ([, from = ""]) => from),
  );
  expect(imported.length).toBeGreaterThan(20);
  expect(imported.filter((from) => !/^\.\/\w+$/u.test(from))).toEqual([]);
});

test("the session's own tests pass on Node alone, with and without deletion of the account", () => {
  expect(runs.flatMap(({ failed, output }) => (failed.length === 0 ? [] : [...failed, output]))).toEqual([]);
  expect(runs.map(({ path }) => path)).toContain("without-deletion/session/tests/AppModel.test.ts");
});

const applicable = scenarios.filter(isPlayedOnReactNative);

test(`${applicable.length} of ${scenarios.length} scenarios of unlock-scenarios.json are among them`, () => {
  const played = runs.find(({ path }) => path === "whole/session/tests/scenarios.test.ts")?.passed ?? [];
  expect(applicable.map(({ name }) => name).filter((name) => !played.includes(name))).toEqual([]);
  expect(scenarios.length - applicable.length).toBe(5);
  const tests = runs.flatMap(({ passed }) => passed).length;
  process.stdout.write(`React Native: ${played.length} unlock scenarios played, among ${tests} tests\n`);
});
