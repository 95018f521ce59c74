import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "tsdown";
import { describe, expect, test } from "vitest";
import { compileTemplate } from "../../../.config/compile-template.ts";
import { templatesPlugin } from "../../../.config/templates-plugin.ts";
import type { TemplateEntry } from "../../../src/project/template.ts";
import {
  compiledTemplate,
  templateFiles,
  templateJsonFor,
  temporaryFolder,
  writeTemplates,
  writeTree,
} from "./fixture.ts";

describe("a compiled template", () => {
  test("knows the kind, the place and the marks of each file", async () => {
    const template = await compiledTemplate(writeTemplates());
    expect(template).toMatchObject({
      platform: "ios",
      title: "iOS",
      version: "1.2.3",
      toolchain: { xcode: "16" },
    });
    const kinds = template.files.map(
      (file) => `${file.to} ${file.kind} ${file.spec ? "rendered" : "copied"}`,
    );
    expect(kinds).toEqual([
      "{{swiftModule}}/Name.swift swift rendered",
      "{{swiftModule}}/Plain.swift swift copied",
      "{{swiftModule}}/Okta.plist plist rendered",
      "scheme.xml xml rendered",
      "{{swiftModule}}.xcodeproj/project.pbxproj pbxproj rendered",
      "Name.kt kotlin rendered",
      "name.ts typescript rendered",
      "app.json json rendered",
      "app.properties properties rendered",
      "app.toml toml rendered",
      "README.md markdown rendered",
      "icon.png binary copied",
      ".gitignore text copied",
    ]);
    expect(template.files.filter((file) => file.hasRegions).map((file) => file.from)).toEqual([
      "App/Plain.swift",
    ]);
  });

  test("may take a file that platforms share, give it a kind, and make it executable", async () => {
    const root = writeTemplates(
      { gradlew: "#!/bin/sh\n" },
      {
        ...templateJsonFor([]),
        files: [
          { from: "gradlew", executable: true },
          { from: "../shared.json" },
          { from: "../x/Y.txt", to: "Y.md", kind: "markdown" },
        ],
      },
    );
    writeTree(root, { "shared.json": "{}", "x/Y.txt": "y" });
    const { files } = await compiledTemplate(root);
    expect(files).toEqual([
      { from: "gradlew", to: "gradlew", kind: "text", executable: true },
      { from: "../shared.json", to: "shared.json", kind: "json" },
      { from: "../x/Y.txt", to: "Y.md", kind: "markdown" },
    ]);
  });
});

const one = (text: string): string => writeTemplates({ "a.swift.hbs": text });
const json = (change: Record<string, unknown>): string =>
  writeTemplates({ "a.txt": "a" }, { ...templateJsonFor(["a.txt"]), ...change });

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
    ["an open block", () => one("{{#if org}}x"), "Parse error"],
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
      "a file not listed",
      () => writeTemplates({ "a.txt": "a", "b/c.txt": "c" }, templateJsonFor(["a.txt"])),
      "does not list b/c.txt",
    ],
    [
      "a listed file that is missing",
      () => writeTemplates({ "a.txt": "a" }, templateJsonFor(["a.txt", "b.txt"])),
      "not there: b.txt",
    ],
    [
      "a file listed twice",
      () => writeTemplates({ "a.txt": "a" }, templateJsonFor(["a.txt", "a.txt"])),
      "there twice",
    ],
    [
      "a file from outside",
      () => json({ files: [{ from: "a.txt" }, { from: "../../../etc/hosts" }] }),
      "etc/hosts",
    ],
    ["a file to outside", () => json({ files: [{ from: "a.txt", to: "../a.txt" }] }), "leads elsewhere"],
    [
      "an unknown name in a path",
      () => json({ files: [{ from: "a.txt", to: "{{bundleId}}/a.txt" }] }),
      "can't be used",
    ],
    ["an unknown name in a step", () => json({ nextSteps: ["open {{issuer}}"] }), "can't be used"],
    ["an unknown kind", () => json({ files: [{ from: "a.txt", kind: "word" }] }), "files.0.kind"],
    ["an unknown key", () => json({ extra: 1 }), "extra"],
    ["no files", () => json({ files: [] }), "files"],
    ["another platform", () => json({ platform: "android" }), "not the name of its folder"],
    ["a version that is none", () => json({ version: "1" }), "a version such as 1.0.0"],
  ])("%s", (_, prepare, message) => {
    expect(() => compileTemplate(prepare(), "ios")).toThrow(message);
  });
});

describe("a bundle with templates", () => {
  test("lists the templates, loads one lazily, and holds the Handlebars runtime without its compiler", async () => {
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
    expect(chunks.join("")).not.toContain("Parse error on line");
    expect(chunks.join("").length).toBeLessThan(40_000);
  });
});
