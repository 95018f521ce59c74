import fc from "fast-check";
import { parse } from "plist";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { typecheckManyNames } from "../support/many-names.ts";
import { renderIosProject, renderTemplateFile } from "../support/render-template.ts";
import { sampleView } from "../support/sample-view.ts";
import { swiftFiles, type SwiftToolchain, swiftToolchain, typecheck } from "../support/swift-toolchain.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let swift: SwiftToolchain;
beforeAll(async () => {
  swift = await swiftToolchain();
});

const trickyNames = [
  'Say "hello"',
  String.raw`\(1 + 1) \u{41} \n \\`,
  "$(HOME) ${HOME} $HOME",
  "{{displayName}} {{{x}}} <%= y %>",
  "100% %@ %d %1$s",
  "</string></dict> & <!-- -- ]]>",
  '"; import Darwin; let x = "',
  '"""#"##"',
  "🔐👩‍👩‍👧‍👦🇺🇳é",
  "e\u0301 is not \u00E9",
  "بسم الله \u202Eabc\u202C שלום",
  "日本語アプリ",
  "a\u2028b\u2029c\u0085d",
  "tab\tand\nline\r\nbreaks",
  "\u0000\u0001\u001B\u007F\uFEFF\uFFFE",
  "'single' `back` #hash @at",
  "x".repeat(300),
  " ",
];

const names = [
  ...trickyNames,
  ...fc.sample(fc.string({ unit: "grapheme", minLength: 1, maxLength: 100 }), { numRuns: 250, seed: 1 }),
  ...fc.sample(fc.string({ unit: "binary", minLength: 1, maxLength: 100 }), { numRuns: 250, seed: 2 }),
].filter((name) => !/\p{Surrogate}/u.test(name));

test("any display name is a Swift constant of that very name", async () => {
  expect(names.length).toBeGreaterThan(500);
  const told = await typecheckManyNames(swift, names, temporaryFolder());
  expect(told).toEqual(names);
});

test("any display name is below the icon, and no dollar sign is expanded on the way", () => {
  for (const displayName of names) {
    const catalog = renderTemplateFile("App/Resources/InfoPlist.xcstrings.hbs", {
      ...sampleView,
      displayName,
    });
    const { strings } = JSON.parse(String(catalog)) as { strings: Record<string, unknown> };
    expect(strings["CFBundleDisplayName"]).toHaveProperty("localizations.en.stringUnit.value", displayName);
  }
});

test.each(trickyNames)("a whole project named %j type-checks", async (displayName) => {
  const folder = temporaryFolder();
  renderIosProject({ ...sampleView, displayName }, folder);
  const result = await typecheck(swift, "MyApp", swiftFiles(join(folder, "MyApp")));
  expect(result.output).toBe("");
  expect(() => parse(readFileSync(join(folder, "MyApp/Resources/Okta.plist"), "utf8"))).not.toThrow();
});

test("a name that is not escaped is found", async () => {
  await expect(typecheckManyNames(swift, ["fine", "\uD800"], temporaryFolder())).resolves.not.toContain(
    "\uD800",
  );
});
