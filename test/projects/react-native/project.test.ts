import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { legalName } from "../../unit/values/legal-names.ts";
import { renderInstalledProject, runTool } from "../support/react-native.ts";
import { renderReactNativeProject } from "../support/render-template.ts";
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

describe("Metro and Hermes", () => {
  const folder = sharedFolder();
  beforeAll(() => renderInstalledProject({ ...reactNativeView, displayName }, folder));

  test("make the app for both platforms, with nothing of the preview in it", async () => {
    await runTool(folder, "expo", ["export", "--platform", "ios", "--platform", "android"]);
    const bundles = readdirSync(join(folder, "dist"), { recursive: true, encoding: "utf8" });
    const compiled = bundles.filter((path) => path.endsWith(".hbc"));
    expect(compiled.map((path) => path.replaceAll("\\", "/").split("/").at(-2))).toEqual(
      expect.arrayContaining(["android", "ios"]),
    );
    for (const path of compiled) {
      const bundle = readFileSync(join(folder, "dist", path), "latin1");
      expect(
        ["Your session is locked.", "Simulat", "imulated", "okta-unlock.preview"].filter((text) =>
          bundle.includes(text),
        ),
      ).toEqual(["Your session is locked."]);
    }
  });

  test("refuse to make the preview for anybody but its developer", async () => {
    const exported = runTool(folder, "expo", ["export", "--platform", "web", "--output-dir", "web"]);
    await expect(exported).rejects.toThrow("This app has no build for the web");
    expect(existsSync(join(folder, "web/index.html"))).toBe(false);
  });
});

test("without the preview, nothing is there for the web", async () => {
  const folder = temporaryFolder();
  const written = await renderReactNativeProject({ ...reactNativeView, webPreview: false }, folder);
  // The lockfile names what its packages might want.
  const naming = written.filter(
    (path) =>
      path !== "package-lock.json" &&
      /web-?preview|8081|react-native-web|react-dom|"web"/iu.test(
        path + readFileSync(join(folder, path), "utf8"),
      ),
  );
  expect(naming).toEqual([]);
});
