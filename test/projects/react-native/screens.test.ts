import { expect, test } from "vitest";
import { renderInstalledProject, runTool } from "../support/react-native.ts";
import { deletionView, sampleView } from "../support/sample-view.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test.each([
  ["that deletes accounts", deletionView],
  ["that does not", sampleView],
])("the project's own tests of its screens pass under Jest, in an app %s", async (_, view) => {
  const folder = temporaryFolder();
  await renderInstalledProject(view, folder);
  const output = await runTool(folder, "jest", ["--ci", "src"]);
  expect(output).toMatch(/Tests: +\d+ passed, \d+ total/u);
});
