import { describe, expect, test } from "vitest";
import { compileGuides, type GuidesSource } from "../../../src/samples/source/compile-guides.ts";
import type { Platform } from "../../../src/values/platform.ts";

const page = "Call it:\n\n<!-- code: call imports: Kit -->\n";
const swift = [
  "import Kit",
  "",
  "func f() {",
  "    // #region call",
  "    Kit.call()",
  "    // #endregion call",
  "}",
  "",
];

interface Changes {
  readonly json?: string;
  /** By path below `guides`; undefined takes the page away. */
  readonly pages?: Readonly<Record<string, string | undefined>>;
  readonly code?: readonly string[];
  readonly more?: Readonly<Record<string, string>>;
}

function write({ json, pages = {}, code = swift, more = {} }: Changes): GuidesSource {
  const list = {
    folders: { ios: "ios", android: "android", "react-native": "reactnative" },
    guides: { unlock: { snippets: { challenge: "call" } } },
  };
  const files = new Map<string, string>([["guides/guides.json", json ?? JSON.stringify(list)]]);
  const others = { "ios/call.md": page, "android/call.md": page, "react-native/call.md": page, ...pages };
  for (const [path, text] of Object.entries(others))
    if (text !== undefined) files.set(`guides/${path}`, text);
  const contents = new Map<string, Uint8Array>(
    Object.entries({ "A.swift": code.join("\n"), ...more }).map(([path, text]) => [path, Buffer.from(text)]),
  );
  const template = { json: JSON.stringify({ toolchain: { Xcode: "16" } }), files: contents };
  const platforms: readonly Platform[] = ["ios", "android", "react-native"];
  return { files, templates: new Map(platforms.map((platform) => [platform, template])) };
}

function compilePage(changes: Changes): string {
  const { pages } = compileGuides(write(changes));
  return (pages.ios["call"] ?? []).map(({ text }) => text).join("");
}

test("a page gets the code of a region, dedented, in a fence of its language, below its imports", () => {
  expect(compilePage({})).toBe("Call it:\n\n```swift\nimport Kit\n\nKit.call()\n```\n");
});

test("a fence in a list is indented as its mark is", () => {
  const list = "1. Call it:\n\n    <!-- code: call -->\n";
  expect(compilePage({ pages: { "ios/call.md": list } })).toBe(
    "1. Call it:\n\n    ```swift\n    Kit.call()\n    ```\n",
  );
});

test("an import brings only the names that the page asks for, and each import is there once", () => {
  const code = [
    'import { One, Two, type Three } from "kit";',
    'import * as Store from "store";',
    "// #region call",
    "One(Three, Store)",
    "// #endregion",
  ];
  const text = "<!-- code: call imports: One, Three, Store -->\n";
  const paths = ["ios/call.md", "android/call.md", "react-native/call.md"];
  const pages = Object.fromEntries(paths.map((path) => [path, text]));
  const { pages: made } = compileGuides(write({ code: [], more: { "a.ts": code.join("\n") }, pages }));
  expect((made.ios["call"] ?? []).map((part) => part.text).join("")).toBe(
    '```typescript\nimport { One, type Three } from "kit";\nimport * as Store from "store";\n\nOne(Three, Store)\n```\n',
  );
});

test("versions come from the template, the version catalog and package.json", () => {
  const text = "{{version:Xcode}} {{version:okta}} {{version:expo}}\n\n<!-- code: call -->\n";
  const more = {
    "gradle/libs.versions.toml": '[versions]\nokta = "3.0.0"\n',
    "package.json.hbs": '{\n  "dependencies": {\n    "expo": "57.0.26"\n  }\n}\n',
  };
  expect(compilePage({ pages: { "ios/call.md": text }, more })).toContain("16 3.0.0 57.0.26\n");
});

describe("a build fails, with file and line,", () => {
  test.each<readonly [string, Changes, string]>([
    [
      "for a region that is missing",
      { code: ["import Kit"] },
      "guides/ios/call.md:3: there is no region call",
    ],
    [
      "for a region that no page quotes",
      { code: [...swift, "// #region other", "x", "// #endregion"] },
      "ios/A.swift:9: no page quotes the region other",
    ],
    [
      "for a region that is empty",
      { code: ["import Kit", "// #region call", "", "// #endregion"] },
      "ios/A.swift:4: the region call is empty",
    ],
    [
      "for regions that overlap",
      { code: ["// #region call", "// #region b", "x", "// #endregion call", "// #endregion b"] },
      "ios/A.swift:4: closes call, but b is open",
    ],
    [
      "for a region without an end",
      { code: ["", "// #region call", "x"] },
      "ios/A.swift:2: the region call is never",
    ],
    [
      "for a region in two files",
      { more: { "B.swift": "// #region call\nx\n// #endregion" } },
      "ios/B.swift:1: the region call is in ios/A.swift:4, too",
    ],
    [
      "for an import that is not there",
      { code: swift.slice(1) },
      "guides/ios/call.md:3: ios/A.swift has no import of Kit",
    ],
    [
      "for an import that is not clear",
      { code: ["import a.Kit", "import b.Kit", ...swift.slice(1)] },
      "guides/ios/call.md:3: ios/A.swift has 2 imports of Kit: name it in full",
    ],
    [
      "for a mark that is mistyped",
      { pages: { "ios/call.md": `${page}\n<!-- code call -->\n` } },
      "guides/ios/call.md:5: <!-- code call --> is not of the form",
    ],
    [
      "for a version that nobody knows",
      { pages: { "ios/call.md": `${page}\n{{version:Xkode}}\n` } },
      "guides/ios/call.md:5: no version of Xkode is known: Xcode",
    ],
    [
      "for a value that nobody knows",
      { pages: { "ios/call.md": `${page}\none\n{{isuer}}\n` } },
      "guides/ios/call.md:6: {{isuer}} is not a name of the view",
    ],
    ["for an empty page", { pages: { "ios/call.md": "\n" } }, "guides/ios/call.md:1: the page is empty"],
    [
      "for a page that a platform lacks",
      { pages: { "android/call.md": undefined } },
      "guides/android/call.md:1: the page is not there",
    ],
    [
      "for a page that is no snippet",
      { pages: { "ios/other.md": "x\n" } },
      "guides/ios/other.md:1: no snippet of guides.json is this page",
    ],
    ["for a list that is not JSON", { json: "{" }, "guides/guides.json:1: "],
    ["for a list of another form", { json: '{"guides":{"A B":{"snippets":{}}}}' }, "guides/guides.json:1: "],
    [
      "for a language that no guide shows",
      {
        code: ["x"],
        more: { "a.exe": "// #region call\nx\n// #endregion" },
        pages: { "ios/call.md": "<!-- code: call -->" },
      },
      "guides/ios/call.md:1: ios/a.exe is in no language that a guide can show",
    ],
  ])("%s", (_what, changes, message) => {
    expect(() => compileGuides(write(changes))).toThrow(message);
  });
});
