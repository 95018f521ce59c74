import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "tsdown";
import { describe, expect, test } from "vitest";
import { compileOurTemplate } from "../../../.config/template-source.ts";
import { templatesPlugin } from "../../../.config/templates-plugin.ts";
import { hashContents } from "../../../src/project/manifest.ts";
import { renderTemplate } from "../../../src/project/render.ts";
import { toTemplateView } from "../../../src/project/template-view.ts";
import type { TemplateEntry } from "../../../src/project/templates.ts";
import {
  answersFor,
  command,
  compiledTemplate,
  oktaSettings,
  templateFiles,
  templateJsonFor,
  temporaryFolder,
  writeTemplates,
  writeTree,
} from "./fixture.ts";

const view = toTemplateView(answersFor("My App"), oktaSettings, { command, version: "1.0.0" });

describe("a compiled template", () => {
  test("knows the kind, the place and the marks of each file", async () => {
    const template = compiledTemplate(writeTemplates());
    expect(template).toMatchObject({
      platform: "ios",
      title: "iOS",
      version: "1.2.3",
      toolchain: { xcode: "16" },
    });
    const kinds = template.files.map(
      (file) => `${file.to} ${file.kind} ${file.nodes ? "rendered" : "copied"}`,
    );
    expect(kinds).toEqual([
      ".gitignore text copied",
      "{{swiftModule}}.xcodeproj/project.pbxproj pbxproj rendered",
      "{{swiftModule}}/Name.swift swift rendered",
      "{{swiftModule}}/Okta.plist plist rendered",
      "{{swiftModule}}/Plain.swift swift copied",
      "Name.kt kotlin rendered",
      "README.md markdown rendered",
      "app.json json rendered",
      "app.properties properties rendered",
      "app.toml toml rendered",
      "icon.png binary copied",
      "name.ts typescript rendered",
      "scheme.xml xml rendered",
    ]);
    expect(template.files.find((file) => file.from === "App/Plain.swift")?.text).toBe("let plain = 1\n");
  });

  test("may take a file that platforms share, give it a kind, and make it executable", async () => {
    const root = writeTemplates(
      { gradlew: "#!/bin/sh\n" },
      {
        ...templateJsonFor([]),
        exceptions: [
          { from: "gradlew", executable: true },
          { from: "../shared.json" },
          { from: "../x/Y.txt", to: "Y.md", kind: "markdown" },
        ],
      },
    );
    writeTree(root, { "shared.json": "{}", "x/Y.txt": "y" });
    const { files } = compiledTemplate(root);
    expect(files).toEqual([
      { from: "gradlew", to: "gradlew", kind: "text", executable: true, text: "#!/bin/sh\n" },
      { from: "shared.json", to: "shared.json", kind: "json", text: "{}" },
      { from: "x/Y.txt", to: "Y.md", kind: "markdown", text: "y" },
    ]);
  });
});

const gradlew = {
  package: "@react-native-community/template",
  from: "template/android/gradlew",
  to: "gradlew",
  sha256: "aed171fb114f82e6eaea4970a245a200e0582a7dcc8ec0891ca41b6e4a62b754",
};
const jar = {
  ...gradlew,
  from: "template/android/gradle/wrapper/gradle-wrapper.jar",
  to: "gradle/wrapper.jar",
  sha256: "55243ef57851f12b070ad14f7f5bb8302daceeebc5bce5ece5fa6edb23e1145c",
};

describe("what an npm package brings", () => {
  test("is in the compiled template: text as text, a binary file with its very bytes", async () => {
    const packaged = [{ ...gradlew, executable: true }, jar];
    const root = writeTemplates({ "a.txt": "a" }, { ...templateJsonFor(["a.txt"]), packaged });
    const template = compiledTemplate(root);
    const [, script, binary] = renderTemplate(template, view, root);
    expect(script?.file).toMatchObject({ to: "gradlew", kind: "text", executable: true });
    expect(String(script?.contents)).toMatch(/^#!\/bin\/sh\n/u);
    expect(binary?.file).toMatchObject({ to: "gradle/wrapper.jar", kind: "binary" });
    expect(hashContents(binary?.contents ?? "")).toBe(jar.sha256);
  });
});

describe("template.json", () => {
  test("takes a new file of the folder without a row, and a nested folder before the one around it", async () => {
    const files = { "App/New.swift": "let new = 1\n", "App/Deep/er/New.swift": "", "b/c.txt": "c" };
    const folders = { "App/": "{{swiftModule}}/", "App/Deep/": "{{identifier}}/" };
    const root = writeTemplates(files, { ...templateJsonFor([]), folders });
    const template = compiledTemplate(root);
    expect(template.files.map(({ to }) => to)).toEqual([
      "{{identifier}}/er/New.swift",
      "{{swiftModule}}/New.swift",
      "b/c.txt",
    ]);
  });

  test("lets an exception rename a file of a mapped folder", async () => {
    const json = {
      ...templateJsonFor(["App/A.swift.hbs"]),
      exceptions: [{ from: "App/A.swift.hbs", to: "{{swiftModule}}/{{swiftModule}}.swift" }],
    };
    const { files } = compiledTemplate(writeTemplates({ "App/A.swift.hbs": "{{org}}" }, json));
    expect(files).toMatchObject([{ to: "{{swiftModule}}/{{swiftModule}}.swift", kind: "swift" }]);
  });

  test.each([".DS_Store", "._icon.png", "Thumbs.db", "App/.A.swift.swp", "notes.txt~"])(
    "leaves out %s, which a file manager or an editor left there",
    async (name) => {
      const { files } = compiledTemplate(
        writeTemplates({ "a.txt": "a", [name]: "\u0000" }, templateJsonFor([])),
      );
      expect(files.map(({ from }) => from)).toEqual(["a.txt"]);
    },
  );
});

const one = (text: string): string => writeTemplates({ "a.swift.hbs": text });
const json = (change: Record<string, unknown>, beside: Record<string, string> = {}): string => {
  const root = writeTemplates({ "a.txt": "a" }, { ...templateJsonFor(["a.txt"]), ...change });
  writeTree(root, beside);
  return root;
};

describe("the build fails on", () => {
  test.each([
    ["an unknown name", () => one("{{displayNam}}"), "{{displayNam}} is not a name of the view"],
    ["an unknown name in a block", () => one("{{#if orgg}}x{{/if}}"), "{{orgg}} is not a name"],
    [
      "an unknown name in an else",
      () => one("{{#if org}}x{{else}}\n{{y}}{{/if}}"),
      "a.swift.hbs:2: {{y}} is not",
    ],
    ["this outside of each", () => one("{{this}}"), "{{this}} is not a name"],
    ["a helper", () => one("{{#with org}}x{{/with}}"), "the helper with is not allowed"],
    ["a helper of its own", () => one("{{upper org}}"), "only a name is allowed"],
    ["a lookup", () => one("{{lookup org 1}}"), "only a name is allowed"],
    ["a literal", () => one("{{true}}"), "only a name is allowed"],
    ["three braces", () => one("{{{org}}}"), "write two braces"],
    ["a partial", () => one("{{> x}}"), "PartialStatement is not allowed"],
    ["a subexpression", () => one("{{#if (lookup org 1)}}x{{/if}}"), "#if takes one name"],
    ["an open block", () => one("{{#if org}}x"), "each block its end"],
    ["an open region", () => one("// #region a\n"), "the region a is never closed"],
    [
      "an open region in a copied file",
      () => writeTemplates({ "a.swift": "// #region a\n" }),
      "never closed",
    ],
    ["carriage returns", () => writeTemplates({ "a.swift": "a\r\n" }), "has carriage returns"],
    ["a byte order mark", () => writeTemplates({ "a.swift": "\uFEFFa" }), "byte order mark"],
    [
      "bytes that are no text",
      () => writeTemplates({ "a.swift": new Uint8Array([0xff, 0xfe]) }),
      "is not UTF-8",
    ],
    [
      "a mapped folder without files",
      () => json({ folders: { "a/": "b/" } }),
      "no file is in the mapped folder a/",
    ],
    ["a mapped folder without its slash", () => json({ folders: { a: "b/" } }), "a folder ends with a slash"],
    [
      "two files with one path in the project",
      () => json({ exceptions: [{ from: "../a.txt" }] }, { "a.txt": "shared" }),
      "there twice",
    ],
    [
      "an exception for a file that is missing",
      () => json({ exceptions: [{ from: "b.txt", to: "c.txt" }] }),
      "not there: b.txt",
    ],
    [
      "an exception listed twice",
      () => json({ exceptions: ["b.txt", "c.txt"].map((to) => ({ from: "a.txt", to })) }),
      "there twice",
    ],
    ["an exception that changes nothing", () => json({ exceptions: [{ from: "a.txt" }] }), "changes nothing"],
    ["a file from outside", () => json({ exceptions: [{ from: "../../../etc/hosts" }] }), "etc/hosts"],
    ["a file to outside", () => json({ exceptions: [{ from: "a.txt", to: "../a.txt" }] }), "leads elsewhere"],
    [
      "an unknown name in a path",
      () => json({ exceptions: [{ from: "a.txt", to: "{{bundleId}}/a.txt" }] }),
      "can't be used",
    ],
    ["an unknown name in a step", () => json({ nextSteps: ["open {{issuer}}"] }), "can't be used"],
    [
      "an unknown name in a step for the local org",
      () => json({ localOrgSteps: ["{{org}}"] }),
      "can't be used",
    ],
    ["an unknown kind", () => json({ exceptions: [{ from: "a.txt", kind: "word" }] }), "exceptions.0.kind"],
    [
      "an unknown condition",
      () => json({ exceptions: [{ from: "a.txt", when: "isSunny" }] }),
      "exceptions.0.when: is not a name of the view",
    ],
    ["an unknown key", () => json({ extra: 1 }), "extra"],
    ["an unknown key of an exception", () => json({ exceptions: [{ from: "a.txt", mode: 7 }] }), "mode"],
    [
      "a file of a package with other bytes",
      () => json({ packaged: [{ ...jar, sha256: gradlew.sha256 }] }),
      `gradle-wrapper.jar: its SHA-256 is ${jar.sha256}, and template.json has ${gradlew.sha256}`,
    ],
    ["a sum that is none", () => json({ packaged: [{ ...jar, sha256: "1" }] }), "a SHA-256 in lower-case"],
    ["a package that is missing", () => json({ packaged: [{ ...jar, package: "no-such" }] }), "no-such"],
    [
      "a file that its package lacks",
      () => json({ packaged: [{ ...jar, from: "a.jar" }] }),
      "template/a.jar",
    ],
    ["no files", () => writeTemplates({}), "has no files"],
    ["another platform", () => json({ platform: "android" }), "not the name of its folder"],
    ["a version that is none", () => json({ version: "1" }), "a version such as 1.0.0"],
  ])("%s", (_, prepare, message) => {
    expect(() => compileOurTemplate(prepare(), "ios")).toThrow(message);
  });
});

describe("a bundle with templates", () => {
  test("lists the templates, loads one lazily, and holds nothing of Handlebars", async () => {
    const folder = temporaryFolder();
    const renderPath = join(import.meta.dirname, "../../../src/project/render.ts");
    writeTree(folder, {
      "entry.ts":
        'export { templates } from "virtual:okta-unlock/templates";\n' +
        `export { renderTemplate } from ${JSON.stringify(renderPath)};\n`,
    });
    await build({
      config: false,
      cwd: folder,
      entry: { entry: "entry.ts" },
      outDir: "dist",
      format: "esm",
      platform: "node",
      minify: true,
      dts: false,
      fixedExtension: true,
      logLevel: "silent",
      plugins: [templatesPlugin({ templates: writeTemplates() })],
      deps: { alwaysBundle: [/.*/u] },
    });
    const chunks = readdirSync(join(folder, "dist")).map((name) =>
      readFileSync(join(folder, "dist", name), "utf8"),
    );
    const bundle = (await import(/* @vite-ignore */ pathToFileURL(join(folder, "dist/entry.mjs")).href)) as {
      templates: readonly TemplateEntry[];
    };
    expect(bundle.templates.map((entry) => [entry.platform, entry.title])).toEqual([["ios", "iOS"]]);
    const template = await bundle.templates[0]?.load();
    expect(template?.files).toHaveLength(Object.keys(templateFiles).length);
    expect(chunks.length).toBeGreaterThanOrEqual(3);
    expect(chunks.join("")).not.toContain("can't be parsed: each");
    expect(chunks.join("").length).toBeLessThan(45_000);
  });
});
