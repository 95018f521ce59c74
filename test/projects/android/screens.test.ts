import { join } from "node:path";
import { expect, test } from "vitest";
import { buildApp } from "../support/android-build.ts";
import { runScreenTests } from "../support/android-tests.ts";
import { androidToolchain } from "../support/android-toolchain.ts";
import { renderAndroidProject } from "../support/render-template.ts";
import { androidView } from "../support/sample-view.ts";
import { sharedFolder } from "../support/temporary-folder.ts";

const android = await androidToolchain();
const folder = sharedFolder();

test.each([
  ["with deletion of the account", true],
  ["without it", false],
])("the project's own tests of its screens pass on Robolectric, %s", async (name, accountDeletion) => {
  const project = join(folder, name);
  await renderAndroidProject({ ...androidView, accountDeletion }, project);
  const build = await buildApp(android, project, { runs: true });
  expect(build.output).toBe("");
  const { ok, output } = await runScreenTests(android, project, build);
  expect(output).not.toContain("FAILED");
  expect(output).toMatch(/^\d+ tests, 0 failed/mu);
  expect(ok).toBe(true);
});
