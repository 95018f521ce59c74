import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  addVersion,
  archiveTemplates,
  compileWhole,
  compressArchive,
  findArchiveFault,
  listUnarchived,
  templatesRoot,
} from "../../../../.config/template-archive.ts";
import { planProject } from "../../../../src/project/plan.ts";
import type { CompiledTemplate } from "../../../../src/project/templates.ts";
import { findVersion, locateArchive, readArchive } from "../../../../src/project/update/template-archive.ts";
import { platforms } from "../../../../src/values/platform.ts";
import { answersFor, oktaSettings, temporaryFolder, writeTemplates } from "../fixture.ts";
import { kindsOf, readTree, update, writePlan } from "./project.ts";

const empty = { versions: [], contents: {} };

/** The template as it may be in a later version: a line more in each README, a file more, and one less. */
function changeTemplate(template: CompiledTemplate, version: string): CompiledTemplate {
  const gone = template.files.findLast(({ text, to }) => text !== undefined && to.includes("/"));
  const files = template.files
    .filter((file) => file !== gone)
    .map((file) =>
      file.nodes !== undefined && file.to === "README.md"
        ? Object.assign({}, file, { nodes: [...file.nodes, `\nNew in ${version}.\n`] })
        : file,
    );
  const added = {
    from: `NEW-${version}.md`,
    to: `NEW-${version}.md`,
    kind: "markdown" as const,
    text: `New in ${version}.\n`,
  };
  return { ...template, version, files: [...files, added] };
}

describe.each(platforms)("the template for %s", (platform) => {
  const template = compileWhole(templatesRoot, platform);

  test("is not changed under a version that was released", () => {
    expect(findArchiveFault(readArchive(templatesRoot, platform), template)).toBeUndefined();
  });

  test("is rendered from the archive as it was, over two versions", async () => {
    const folder = temporaryFolder();
    const versions = [template, changeTemplate(template, "90.1.0"), changeTemplate(template, "90.2.0")];
    const archive = versions.slice(0, 2).reduce(addVersion, empty);
    const bytes = compressArchive(archive);
    mkdirSync(dirname(locateArchive(folder, platform)), { recursive: true });
    writeFileSync(locateArchive(folder, platform), bytes);
    const read = readArchive(folder, platform);
    const plan = (of: CompiledTemplate) =>
      planProject({ ...answersFor("My App"), platform }, oktaSettings, {
        command: "npx okta-unlock create",
        version: "0.1.0",
        templatesDirectory: folder,
        template: of,
      });
    for (const former of versions.slice(0, 2)) {
      const archived = findVersion(read, former.version);
      expect(archived).toEqual(former);
      const directory = writePlan(await plan(former));
      const today = await plan(versions[2]!);
      const done = await update(directory, { former: await plan(archived!), today });
      expect(done.plan.isBaseKnown).toBe(true);
      expect(kindsOf(done.plan)).toMatchObject({ "README.md": "updated", "NEW-90.2.0.md": "added" });
      expect(Object.keys(readTree(directory)).length).toBe(today.files.length - 1);
    }
  });
});

const templates = (text: string, version: string) => {
  const root = writeTemplates(
    { "a.txt": text },
    {
      platform: "ios",
      title: "iOS",
      version,
      toolchain: {},
      folders: {},
      exceptions: [],
      localOrgSteps: [],
      nextSteps: [],
    },
  );
  return { root, template: compileWhole(root, "ios") };
};

test("a released version may not change, a later one may", () => {
  const archive = addVersion(empty, templates("one\n", "1.0.0").template);
  expect(findArchiveFault(archive, templates("one\n", "1.0.0").template)).toBeUndefined();
  expect(findArchiveFault(archive, templates("two\n", "1.0.0").template)).toContain('raise "version"');
  expect(findArchiveFault(archive, templates("two\n", "1.1.0").template)).toBeUndefined();
  expect(findArchiveFault(archive, templates("one\n", "0.9.0").template)).toContain("older than 1.0.0");
});

test("a version is archived once, and before it is published", () => {
  const { root } = templates("one\n", "1.0.0");
  expect(listUnarchived(root)).toEqual(["ios: 1.0.0"]);
  expect(archiveTemplates(root)).toEqual([expect.stringMatching(/^ios: added 1\.0\.0, 1 kB in all$/u)]);
  expect(listUnarchived(root)).toEqual([]);
  expect(archiveTemplates(root)).toEqual(["ios: 1.0.0 is in the archive"]);
  expect(readArchive(join(root), "ios").versions).toHaveLength(1);
});
