import { parse as parsePbxproj } from "@bacons/xcode/json";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { parse as parsePlist } from "plist";
import { describe, expect, test } from "vitest";
import * as escape from "../../../src/project/escape.ts";
import { toTemplateView } from "../../../src/project/template-view.ts";
import { legalName } from "../values/legal-names.ts";
import { answersFor, command, oktaSettings } from "./fixture.ts";

/** Reads a literal by the escapes its language has; throws on a character that would end it, or on an unknown escape. */
function readLiteral(text: string, pattern: RegExp, escapes: Readonly<Record<string, string>>): string {
  let rest = text;
  let value = "";
  while (rest !== "") {
    const { plain, escape: letter = "", code } = pattern.exec(rest)?.groups ?? {};
    const read =
      plain ?? (code === undefined ? escapes[letter] : String.fromCharCode(Number.parseInt(code, 16)));
    if (read === undefined) throw new Error(`can't read ${JSON.stringify(rest)}`);
    value += read;
    rest = rest.slice(pattern.exec(rest)?.[0].length);
  }
  return value;
}

const common = { n: "\n", r: "\r", t: "\t", '"': '"', "'": "'", "\\": "\\" };
const inProperties = { ...common, ":": ":", "=": "=", "#": "#", "!": "!", " ": " " };
const punctuation = "\\`*_[]<>&~|$#:@!-+=.)".split("");
const inMarkdown = Object.fromEntries(punctuation.map((character) => [character, character]));

/** As aapt2 reads a `<string>`: XML first, then white space joined, then its own escapes. */
function readAndroidValue(text: string): string {
  const plist = `<plist><dict><key>a</key><string>${text}</string></dict></plist>`;
  const joined = (parsePlist(plist) as { a: string }).a.replaceAll(/\p{White_Space}+/gu, " ").trim();
  if (/^[@?]/u.test(joined)) throw new Error(`a reference: ${joined}`);
  const escapes = { ...common, "@": "@", "?": "?" };
  return readLiteral(joined, /^(?:(?<plain>[^"'\\])|\\u(?<code>[\da-f]{4})|\\(?<escape>.))/u, escapes);
}

const decoders: Readonly<Record<string, (text: string) => string>> = {
  swift: (text) =>
    readLiteral(text, /^(?:(?<plain>[^"\\\n\r])|\\u\{(?<code>[\da-f]{1,4})\}|\\(?<escape>.))/u, common),
  kotlin: (text) =>
    readLiteral(text, /^(?:(?<plain>[^"\\$\n\r])|\\u(?<code>[\da-f]{4})|\\(?<escape>.))/u, {
      ...common,
      $: "$",
    }),
  typeScript: (text) => runInNewContext(`"use strict"; "${text}"`) as string,
  xml: (text) =>
    (parsePlist(`<plist><dict><key>a</key><string>${text}</string></dict></plist>`) as { a: string }).a,
  androidValue: (text) => readAndroidValue(text),
  pbxproj: (text) => (parsePbxproj(`// !$*UTF8*$!\n{ a = "${text}"; }`) as unknown as { a: string }).a,
  properties: (text) =>
    readLiteral(
      text.replace(/^ +/u, ""),
      /^(?:(?<plain>[ -[\]-~])|\\u(?<code>[\da-f]{4})|\\(?<escape>.))/u,
      inProperties,
    ),
  toml: (text) =>
    readLiteral(text, /^(?:(?<plain>[^"\\\p{Cc}])|\\u(?<code>[\da-f]{4})|\\(?<escape>.))/u, common),
  json: (text) => JSON.parse(`"${text}"`) as string,
  markdownText: (text) =>
    readLiteral(text, /^(?:(?<plain>[^\\`*_[\]<>&~|$#:@!])|\\(?<escape>.))/u, inMarkdown),
};

const escapers: Readonly<Record<string, (text: string) => string>> = {
  swift: escape.escapeSwift,
  kotlin: escape.escapeKotlin,
  typeScript: escape.escapeTypeScript,
  xml: escape.escapeXml,
  androidValue: escape.escapeAndroidValue,
  pbxproj: escape.escapePbxproj,
  properties: escape.escapeProperties,
  toml: escape.escapeToml,
  json: escape.escapeJson,
  markdownText: escape.escapeMarkdownText,
};

describe.each(Object.keys(escapers))("a name escaped for %s", (kind) => {
  const escaper = escapers[kind] ?? String;
  const decode = decoders[kind] ?? String;

  test("is read back as that very name", () => {
    fc.assert(
      fc.property(legalName, (name) => {
        expect(decode(escaper(name))).toBe(name);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    'Bob\'s "Best" \\ $HOME ${x} `y` \\(z)',
    "%@ 😀 مرحبا </a> & -- ]]>",
    "#=:! a",
    "@x",
    "?y",
    " a  b ",
    "plain",
  ])("is read back: %j", (name) => {
    expect(decode(escaper(name))).toBe(name);
  });
});

test.each([
  ["app/src/main/res/values/strings.xml.hbs", "androidValues"],
  ["app/src/main/res/values-night/themes.xml", "androidValues"],
  ["app/src/main/res/xml/backup_rules.xml", "xml"],
  ["app/build.gradle.kts.hbs", "kotlin"],
  ["okta.properties.hbs", "properties"],
  ["gradle/libs.versions.toml", "toml"],
  ["gradlew", "text"],
])("%s is escaped as %s", (path, kind) => {
  expect(escape.findFileKind(path)).toBe(kind);
});

describe("escaping", () => {
  test.each([
    ["swift", escape.escapeSwift('a"b\\(c)'), String.raw`a\"b\\(c)`],
    ["kotlin", escape.escapeKotlin("$a ${b}"), String.raw`\$a \${b}`],
    ["xml", escape.escapeXml("<a & 'b' -- \"c\">"), "&#60;a &#38; &#39;b&#39; -&#45; &#34;c&#34;&#62;"],
    [
      "android",
      escape.escapeAndroidValue("@a  'b' & \"c\""),
      String.raw`\@a\u0020\u0020\&#39;b\&#39; &#38; \&#34;c\&#34;`,
    ],
    ["properties", escape.escapeProperties(" é: 😀"), String.raw`\ \u00e9: \ud83d\ude00`],
    ["markdown", escape.escapeMarkdownText("1. *a*"), String.raw`1\. \*a\*`],
    ["typescript", escape.escapeTypeScript("\u2028"), String.raw`\u2028`],
    ["swift control", escape.escapeSwift("a\nb"), String.raw`a\u{a}b`],
    ["toml control", escape.escapeToml("a\u007F"), String.raw`a\u007f`],
  ])("for %s is exact", (_, escaped, expected) => {
    expect(escaped).toBe(expected);
  });

  test("of a view leaves its booleans and reaches into its lists", () => {
    const okta = { ...oktaSettings, scopes: ['a"b'], localOrg: true };
    const view = escape.escapeView(
      toTemplateView(answersFor("a"), okta, { command, version: "1.0.0" }),
      "swift",
    );
    expect(view).toMatchObject({ scopeList: [String.raw`a\"b`], localOrg: true });
  });

  test("for markdown touches the display name only", () => {
    const view = escape.escapeView(
      toTemplateView(answersFor("*x*"), oktaSettings, { command, version: "1.0.0" }),
      "markdown",
    );
    expect(view.displayName).toBe(String.raw`\*x\*`);
    expect(view.scopes).toBe("openid profile email offline_access");
  });
});
