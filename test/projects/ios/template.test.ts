import type { TemplateView } from "../../../src/project/template-view.ts";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listedFiles, renderIosProject, templateFolder } from "../support/render-template.ts";
import { deletionView, localOrgView, passcodeView, sampleView } from "../support/sample-view.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

test("template.json lists exactly the files of the template", () => {
  const present = filesBelow(templateFolder).filter((path) => path !== "template.json");
  expect(listedFiles().toSorted()).toEqual([...present, "../unlock-scenarios.json.hbs"].toSorted());
});

test("only files that need a value are rendered", () => {
  const rendered = listedFiles().filter((from) => from.endsWith(".hbs"));
  expect(rendered.filter((from) => !readFileSync(join(templateFolder, from), "utf8").includes("{{"))).toEqual(
    [],
  );
});

test.each([
  ["an Okta org", sampleView],
  ["the local org", localOrgView],
  ["an app that the passcode opens, too", passcodeView],
  ["an app that can delete accounts", deletionView],
])("nothing of the template language is left in a project for %s", async (_, view) => {
  const folder = temporaryFolder();
  const written = await renderIosProject(view, folder);
  expect(filesBelow(folder)).toEqual(written.toSorted());
  const untidy = written
    .filter((path) => !path.endsWith(".png"))
    .filter((path) => isUntidy(readFileSync(join(folder, path), "utf8")));
  expect(untidy).toEqual([]);
});

/** Leftovers of the template language, blanks at the end of lines, or anything but one line break at the end. */
function isUntidy(text: string): boolean {
  return /\{\{|#region|#endregion|[ \t]\n|\r/u.test(text) || !/[^\n]\n$/u.test(text);
}

test("only a project for the local org speaks of it", async () => {
  const [okta, local] = await Promise.all([sampleView, localOrgView].map(readmeFor));
  expect(local).toContain("simctl keychain booted add-root-cert");
  expect(okta).not.toContain("local");
});

test("a project that can't delete accounts has nothing of it, but for where its README says how to add it", async () => {
  const folder = temporaryFolder();
  const written = await renderIosProject(sampleView, folder);
  const speaking = written.flatMap((path) => {
    const lines = readFileSync(join(folder, path), "utf8").split("\n");
    return lines
      .filter((line) => /account|deletion|confirm\(|otherPerson/iu.test(line))
      .map((line) => `${path}: ${line}`);
  });
  expect(speaking).toEqual([
    expect.stringContaining("kSecAttrAccount"),
    expect.stringContaining("kSecAttrAccount"),
    expect.stringMatching(/^README\.md: \| deletion of the account \|/u),
  ]);
});

async function readmeFor(view: TemplateView): Promise<string> {
  const folder = temporaryFolder();
  await renderIosProject(view, folder);
  return readFileSync(join(folder, "README.md"), "utf8");
}

test("every region is closed, and named once in its file", () => {
  const faulty = listedFiles().filter((from) => {
    if (!/\.swift(?:\.hbs)?$/u.test(from)) return false;
    const source = readFileSync(join(templateFolder, from), "utf8");
    const opened = [...source.matchAll(/^ *\/\/ #region (.+)$/gmu)].map(([, name]) => name);
    const closed = [...source.matchAll(/^ *\/\/ #endregion (.+)$/gmu)].map(([, name]) => name);
    return opened.join("\n") !== closed.join("\n") || new Set(opened).size < opened.length;
  });
  expect(faulty).toEqual([]);
});
