import type { FileKind } from "./file-kind.ts";
import type { View } from "./view.ts";

/**
 * The view as a file of one kind may have it. Values stand inside double-quoted literals of code and data files, in
 * text or attributes of XML; `text` files get them as they are.
 */
export function escapeView(view: View, kind: FileKind): View {
  const escape = kind === "markdown" ? escapeMarkdownValue : (value: string) => escapers[kind](value);
  const entries = Object.entries(view).map(([name, value]) => [name, escaped(value, name, escape)]);
  return Object.fromEntries(entries) as View;
}

function escaped(value: unknown, name: string, escape: (value: string, name: string) => string): unknown {
  if (typeof value === "string") return escape(value, name);
  return Array.isArray(value) ? value.map((item) => escaped(item, name, escape)) : value;
}

const escapers: Readonly<Record<FileKind, (text: string) => string>> = {
  swift: escapeSwift,
  kotlin: escapeKotlin,
  typescript: escapeTypeScript,
  xml: escapeXml,
  plist: escapeXml,
  pbxproj: escapePbxproj,
  properties: escapeProperties,
  toml: escapeToml,
  json: escapeJson,
  markdown: escapeMarkdownText,
  text: (text) => text,
  binary: (text) => text,
};

function hexadecimal(character: string, digits: number): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(digits, "0");
}

/** For `"…"` in Swift: the backslash also starts an interpolation, `\(`. */
export function escapeSwift(text: string): string {
  return text
    .replace(/["\\]/gu, (character) => `\\${character}`)
    .replace(/[\p{Cc}\u2028\u2029]/gu, (character) => `\\u{${hexadecimal(character, 1)}}`);
}

/** For `"…"` in Kotlin, where `$` starts a template. */
export function escapeKotlin(text: string): string {
  return text
    .replace(/["\\$]/gu, (character) => `\\${character}`)
    .replace(/[\p{Cc}\u2028\u2029]/gu, (character) => `\\u${hexadecimal(character, 4)}`);
}

/** For `"…"` in TypeScript and JavaScript. */
export function escapeTypeScript(text: string): string {
  return escapeJson(text).replace(/[\u2028\u2029]/gu, (character) => `\\u${hexadecimal(character, 4)}`);
}

/** For text and attributes in XML. A second hyphen in a row is escaped too, so that no comment can end early. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']|(?<=-)-/gu, (character) => `&#${character.codePointAt(0)};`);
}

/** For `"…"` in the old-style property list that an Xcode project is. */
export function escapePbxproj(text: string): string {
  return text
    .replace(/["\\]/gu, (character) => `\\${character}`)
    .replaceAll("\n", String.raw`\n`)
    .replaceAll("\t", String.raw`\t`);
}

/** For keys and values of a Java `.properties` file, which Java up to 8 and many tools read as ISO 8859-1. */
export function escapeProperties(text: string): string {
  return text
    .replace(/[\\=:#!]|^ /gu, (character) => `\\${character}`)
    .replaceAll(/[^\u0020-\u007E]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** For a basic string, `"…"`, in TOML. */
export function escapeToml(text: string): string {
  return text
    .replace(/["\\]/gu, (character) => `\\${character}`)
    .replace(/\p{Cc}/gu, (character) => `\\u${hexadecimal(character, 4)}`);
}

/** For a string in JSON, without its quotes. */
export function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** For running text in Markdown (CommonMark 2.4, and GitHub's mentions, emoji codes, tables and formulas). */
export function escapeMarkdownText(text: string): string {
  return text
    .replace(/[\\`*_[\]<>&~|$#:@!]/gu, (character) => `\\${character}`)
    .replace(/^[-+=]/u, (character) => `\\${character}`)
    .replace(/^(\d+)([.)])/u, String.raw`$1\$2`);
}

/** Only a name is text in Markdown; everything else stands in code spans and fences, where nothing is escaped. */
const placeInMarkdown: Readonly<Record<keyof View, "text" | "code">> = {
  displayName: "text",
  swiftModule: "code",
  directory: "code",
  identifier: "code",
  bundleId: "code",
  passcodeUnlocks: "code",
  lockAfter: "code",
  issuer: "code",
  clientId: "code",
  redirectUri: "code",
  redirectScheme: "code",
  postLogoutRedirectUri: "code",
  scopes: "code",
  scopeList: "code",
  org: "code",
  appId: "code",
  localOrg: "code",
  command: "code",
  generator: "code",
};

/** The names of a view: what a template may use. */
export const viewNames = Object.keys(placeInMarkdown) as readonly (keyof View)[];

function escapeMarkdownValue(value: string, name: string): string {
  return placeInMarkdown[name as keyof View] === "text" ? escapeMarkdownText(value) : value;
}
