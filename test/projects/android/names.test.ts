import fc from "fast-check";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { androidToolchain } from "../support/android-toolchain.ts";
import { renderTextFor } from "../support/render-template.ts";
import { androidView } from "../support/sample-view.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const trickyNames = [
  'Say "hello"',
  String.raw`\(1 + 1) \u{41} \n \\`,
  "$(HOME) ${HOME} $HOME",
  "{{displayName}} {{{x}}} <%= y %>",
  "100% %@ %d %1$s",
  "</string></resources> & <!-- -- ]]>",
  "?attr/colorPrimary",
  "@string/app_name",
  "🔐👩‍👩‍👧‍👦🇺🇳é",
  "بسم الله שלום",
  "日本語アプリ",
  "'single' `back` #hash @at",
  "two  blanks",
  "x".repeat(300),
];
const names = [
  ...trickyNames,
  ...fc.sample(fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }), { numRuns: 150, seed: 1 }),
].filter((name) => name === name.trim() && name !== "");

const android = await androidToolchain();

test("any display name is below the icon as it is", async () => {
  expect(names.length).toBeGreaterThan(120);
  const views = names.map((displayName) => ({ ...androidView, displayName }));
  const texts = await renderTextFor("app/src/main/res/values/strings.xml.hbs", views, "android");
  const lines = texts.map((text, index) => {
    const [line = ""] = /<string name="app_name".*<\/string>/u.exec(text) ?? [];
    return line.replace('"app_name"', `"name_${index}"`);
  });
  const shown = await resourcesOf(`<resources>\n${lines.join("\n")}\n</resources>\n`);
  expect(names.map((_, index) => shown.get(`name_${index}`))).toEqual(names);
});

/** What the strings of this file are to the system, once they are compiled and linked. */
async function resourcesOf(values: string): Promise<ReadonlyMap<string, string>> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "res/values"), { recursive: true });
  writeFileSync(join(folder, "res/values/strings.xml"), values);
  writeFileSync(join(folder, "AndroidManifest.xml"), '<manifest package="com.example.names" />\n');
  const apk = join(folder, "names.apk");
  const manifest = ["--manifest", join(folder, "AndroidManifest.xml")];
  for (const args of [
    ["compile", "--dir", join(folder, "res"), "-o", join(folder, "res.zip")],
    ["link", "-I", android.framework, ...manifest, "-o", apk, join(folder, "res.zip")],
  ]) {
    const { ok, output } = await android.aapt2(args);
    if (!ok) throw new Error(output);
  }
  const { output } = await android.aapt2(["dump", "resources", apk]);
  const told = output.matchAll(/resource 0x\w+ string\/(\w+)\n\s+\(\) "(.*?)"(?:\n|$)/gsu);
  return new Map(Array.from(told, ([, name = "", text = ""]) => [name, text]));
}
