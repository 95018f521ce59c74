import { expect, test } from "vitest";
import { renderInstalledProject, runTool } from "../support/react-native.ts";
import { deletionView } from "../support/sample-view.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("the project's own tests of its edges to Okta and to the device pass under Jest", async () => {
  const folder = temporaryFolder();
  await renderInstalledProject(deletionView, folder);
  const output = await runTool(folder, "jest", ["--ci", "okta-unlock/okta", "okta-unlock/vault"]);
  expect(output).toMatch(/Tests: +\d+ passed, \d+ total/u);
});
