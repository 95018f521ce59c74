import fc from "fast-check";
import { parse } from "plist";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { renderIosProject, renderTextFor } from "../support/render-template.ts";
import { sampleView } from "../support/sample-view.ts";
import { swiftFiles, type SwiftToolchain, swiftToolchain, typecheck } from "../support/swift-toolchain.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

interface Translated {
  readonly localizations: { readonly en: { readonly stringUnit: { readonly value: string } } };
}

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

test("any display name is below the icon, and no dollar sign is expanded on the way", async () => {
  expect(names.length).toBeGreaterThan(500);
  const views = names.map((displayName) => ({ ...sampleView, displayName }));
  const catalogs = await renderTextFor("App/Resources/InfoPlist.xcstrings.hbs", views);
  const shown = catalogs.map((catalog) => {
    const { strings } = JSON.parse(catalog) as { strings: Record<string, Translated> };
    return strings["CFBundleDisplayName"]?.localizations.en.stringUnit.value;
  });
  expect(shown).toEqual(names);
});

test.each(trickyNames)("a whole project named %j type-checks", async (displayName) => {
  const folder = temporaryFolder();
  await renderIosProject({ ...sampleView, displayName }, folder);
  const result = await typecheck(swift, "MyApp", swiftFiles(join(folder, "MyApp")));
  expect(result.output).toBe("");
  expect(() => parse(readFileSync(join(folder, "MyApp/Resources/Okta.plist"), "utf8"))).not.toThrow();
});
