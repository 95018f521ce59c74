import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runSessionTests, type TestFileRun } from "../support/react-native-tests.ts";
import { renderReactNativeProject } from "../support/render-template.ts";
import { deletionView } from "../support/sample-view.ts";
import { chooseRules } from "../support/some-rules.ts";
import { sharedFolder } from "../support/temporary-folder.ts";
import { type BrokenRule, brokenPlatformRules, brokenRules } from "./broken-rules.ts";

const all = [...brokenRules, ...brokenPlatformRules];
const chosen = chooseRules(all);
const chosenOf = (rules: readonly BrokenRule[]) =>
  chosen.filter((broken) => rules.includes(broken)).map((broken) => [broken.rule, broken] as const);
const project = sharedFolder();
const folder = sharedFolder();
let runs: readonly TestFileRun[];

// All are tried in one process: most of a run is the start of one, and waiting.
beforeAll(async () => {
  await renderReactNativeProject(deletionView, project);
  const session = join(project, "okta-unlock/session");
  cpSync(session, join(folder, "whole/session"), { recursive: true });
  for (const broken of chosen) {
    const copy = join(folder, folderOf(broken), "session");
    const isForScenario = brokenRules.includes(broken);
    cpSync(session, copy, { recursive: true, filter: (path) => mayHold(path, { isForScenario }) });
    breakRule(copy, broken);
  }
  runs = await runSessionTests(folder, { stopAtFirst: true });
}, 300_000);

/** Whether a file is no test, or one of those that have to turn red. */
function mayHold(path: string, { isForScenario }: { readonly isForScenario: boolean }): boolean {
  return !path.endsWith(".test.ts") || path.endsWith("scenarios.test.ts") === isForScenario;
}

function folderOf(broken: BrokenRule): string {
  return `rule-${all.indexOf(broken)}`;
}

function runsIn(name: string): readonly TestFileRun[] {
  return runs.filter(({ path }) => path.startsWith(`${name}/`));
}

test("unbroken, every test passes where the broken ones run", () => {
  const whole = runsIn("whole");
  expect(whole.flatMap(({ failed, output }) => (failed.length === 0 ? [] : [...failed, output]))).toEqual([]);
  expect(whole.flatMap(({ passed }) => passed).length).toBeGreaterThan(150);
});

describe("a scenario turns red when", () => {
  test.each(chosenOf(brokenRules))("%s", (_, broken) => {
    const scenarios = runsIn(folderOf(broken)).find(({ path }) => path.endsWith("/scenarios.test.ts"));
    expect(scenarios?.failed, scenarios?.output).toHaveLength(1);
  });
});

describe("a test of the project turns red when", () => {
  test.each(chosenOf(brokenPlatformRules))("%s", (_, broken) => {
    expect(runsIn(folderOf(broken)).flatMap(({ failed }) => failed)).not.toEqual([]);
  });
});

test("every rule stands in the code as it is broken", () => {
  const session = join(project, "okta-unlock/session");
  const stale = all.filter(({ file, from }) => !readFileSync(join(session, file), "utf8").includes(from));
  expect(stale).toEqual([]);
});

function breakRule(session: string, { file, from, to }: BrokenRule): void {
  const path = join(session, file);
  writeFileSync(path, readFileSync(path, "utf8").replaceAll(from, to));
}
