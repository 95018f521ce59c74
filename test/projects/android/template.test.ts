import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { androidTemplateFolder, listedFiles, renderAndroidProject } from "../support/render-template.ts";
import { androidView } from "../support/sample-view.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** What is no text. */
const binary = /\.(?:jar|png|webp)$/u;

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

test("only files that need a value are rendered", () => {
  const rendered = listedFiles("android").filter((from) => from.endsWith(".hbs"));
  const needless = rendered.filter(
    (from) => !readFileSync(join(androidTemplateFolder, from), "utf8").includes("{{"),
  );
  expect(needless).toEqual([]);
});

test.each([
  ["an Okta org", androidView],
  ["the local org", { ...androidView, localOrg: true }],
  ["an app that the screen lock opens, too", { ...androidView, passcodeUnlocks: true }],
])("nothing of the template language is left in a project for %s", async (_, view) => {
  const folder = temporaryFolder();
  const written = await renderAndroidProject(view, folder);
  expect(filesBelow(folder)).toEqual(written.toSorted());
  const untidy = written
    .filter((path) => !binary.test(path))
    .filter((path) => isUntidy(path, readFileSync(join(folder, path), "utf8")));
  expect(untidy).toEqual([]);
});

/** Leftovers of the template language, blanks at the end of lines, or anything but one line break at the end. */
function isUntidy(path: string, text: string): boolean {
  const lines = path.endsWith(".bat") ? text.replaceAll("\r\n", "\n") : text;
  return /\{\{|#region|#endregion|[ \t]\n|\r/u.test(lines) || !/[^\n]\n$/u.test(lines);
}

test("a Kotlin file stands in the folder of its package", async () => {
  const folder = temporaryFolder();
  const view = { ...androidView, applicationId: "org.acme.Bank", applicationPath: "org/acme/Bank" };
  const sources = (await renderAndroidProject(view, folder)).filter((path) => path.endsWith(".kt"));
  expect(sources.length).toBeGreaterThan(0);
  for (const path of sources) {
    const [, name = ""] = /^package (\S+)$/mu.exec(readFileSync(join(folder, path), "utf8")) ?? [];
    expect(path, path).toMatch(new RegExp(`/kotlin/${name.replaceAll(".", "/")}/[^/]+$`, "u"));
  }
});
