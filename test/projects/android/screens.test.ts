import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { buildApp } from "../support/android-build.ts";
import { compileScreenTests, runScreenTests } from "../support/android-tests.ts";
import { androidToolchain } from "../support/android-toolchain.ts";
import { renderAndroidProject } from "../support/render-template.ts";
import { androidView } from "../support/sample-view.ts";
import { sharedFolder } from "../support/temporary-folder.ts";

const reviewed = fileURLToPath(new URL("pictures", import.meta.url));
const drawn = process.env["DRAW_PICTURES"] === "1" ? reviewed : resolve(".cache/pictures");

const android = await androidToolchain();
const folder = sharedFolder();

test("the project's own tests of its screens pass, and each screen looks as it did when somebody looked at it", async () => {
  const project = join(folder, "whole");
  await renderAndroidProject({ ...androidView, accountDeletion: true }, project);
  addPictures(project);
  const build = await buildApp(android, project, { runs: true });
  expect(build.output).toBe("");
  const { ok, output } = await runScreenTests(android, project, build, { reviewed, drawn });
  expect(output).not.toContain("FAILED");
  expect(output).toContain("passed home(com.example.myapp.shell.screens.PicturesTest)");
  expect(ok).toBe(true);
});

test("the project's own tests compile without deletion of the account", async () => {
  const project = join(folder, "without-deletion");
  await renderAndroidProject(androidView, project);
  const build = await buildApp(android, project);
  expect(build.output).toBe("");
  expect(await compileScreenTests(android, project, build)).toEqual({ ok: true, output: "" });
});

/** They are ours, not the project's: it would have to renew them with each change. */
function addPictures(project: string): void {
  const source = readFileSync(join(reviewed, "PicturesTest.kt.hbs"), "utf8");
  const path = join(
    project,
    "app/src/test/kotlin",
    androidView.applicationPath,
    "shell/screens/PicturesTest.kt",
  );
  writeFileSync(path, source.replaceAll("{{applicationId}}", androidView.applicationId));
  mkdirSync(drawn, { recursive: true });
}
