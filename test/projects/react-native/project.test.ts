import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { legalName } from "../../unit/values/legal-names.ts";
import { renderInstalledProject, runTool } from "../support/react-native.ts";
import { reactNativeView } from "../support/sample-view.ts";
import { sharedFolder, temporaryFolder } from "../support/temporary-folder.ts";

const [displayName = "", other = ""] = fc.sample(legalName, 2);

describe.each([
  { displayName, accountDeletion: false, localOrg: true, lockAfter: "0", locksAtOnce: true },
  { displayName: other, accountDeletion: true, localOrg: false, webPreview: false },
])("a project of $displayName, with deletion of the account: $accountDeletion", (answers) => {
  const folder = sharedFolder();
  beforeAll(() => renderInstalledProject({ ...reactNativeView, ...answers }, folder));

  test("has right types, in TypeScript's strictest form", async () => {
    expect(await runTool(folder, "tsc", ["--noEmit"])).toBe("");
  });

  test("has nothing that Expo's linter warns of", async () => {
    expect(await runTool(folder, "eslint", ["--max-warnings", "0", "."])).toBe("");
  });

  test("passes its own tests", async () => {
    expect(await runTool(folder, "jest", ["--ci"])).toMatch(/^Tests: +\d+ passed, \d+ total$/mu);
  });
});

test("Metro and Hermes make the app for both platforms", async () => {
  const folder = temporaryFolder();
  await renderInstalledProject({ ...reactNativeView, displayName }, folder);
  await runTool(folder, "expo", ["export", "--platform", "ios", "--platform", "android"]);
  const bundles = readdirSync(join(folder, "dist"), { recursive: true, encoding: "utf8" });
  const compiled = bundles.filter((path) => path.endsWith(".hbc"));
  expect(compiled.map((path) => path.replaceAll("\\", "/").split("/").at(-2))).toEqual(
    expect.arrayContaining(["android", "ios"]),
  );
});
