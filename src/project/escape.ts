import { isMarkdownText, type TemplateView } from "./template-view.ts";

/** How the values of a file are escaped, and the extensions that tell its kind. */
interface Kind {
  readonly extensions: readonly string[];
  /** The paths that are of this kind whatever the extension tells. */
  readonly paths?: RegExp;
  escape(text: string): string;
}

const kinds = {
  swift: { extensions: ["swift"], escape: escapeSwift },
  kotlin: { extensions: ["kt", "kts"], escape: escapeKotlin },
  typescript: { extensions: ["ts", "tsx", "js", "jsx", "mjs", "cjs"], escape: escapeTypeScript },
  androidValues: {
    extensions: [],
    paths: /(?:^|\/)res\/values[^/]*\/[^/]+\.xml$/u,
    escape: escapeAndroidValue,
  },
  xml: { extensions: ["xml", "xcscheme", "xcworkspacedata"], escape: escapeXml },
  plist: { extensions: ["plist", "xcprivacy", "entitlements"], escape: escapeXml },
  // Strings files are property lists in the old style, as project.pbxproj is.
  pbxproj: { extensions: ["pbxproj", "strings"], escape: escapePbxproj },
  properties: { extensions: ["properties"], escape: escapeProperties },
  toml: { extensions: ["toml"], escape: escapeToml },
  json: { extensions: ["json", "xcstrings", "resolved"], escape: escapeJson },
  markdown: { extensions: ["md"], escape: escapeMarkdownText },
  text: { extensions: [], escape: keep },
  binary: { extensions: ["png", "jpg", "webp", "jar", "ttf"], escape: keep },
} satisfies Record<string, Kind>;

/** How a file is escaped: one of these for each file of a template. */
export type FileKind = keyof typeof kinds;

export const fileKinds = Object.keys(kinds) as readonly FileKind[];

/** The kind that the path of a file tells; a final `.hbs` is looked through. `text` when it tells none. */
export function findFileKind(path: string): FileKind {
  const plain = path.replace(/\.hbs$/u, "");
  const [, extension = ""] = /\.([^./]+)$/u.exec(plain) ?? [];
  const known: readonly (readonly [string, Kind])[] = Object.entries(kinds);
  const found =
    known.find(([, { paths }]) => paths?.test(plain)) ??
    known.find(([, { extensions }]) => extensions.includes(extension));
  return (found?.[0] ?? "text") as FileKind;
}

/**
 * The view as a file of one kind may have it. Values stand inside double-quoted literals of code and data files, in
 * text or attributes of XML; `text` files get them as they are.
 */
export function escapeView(view: TemplateView, kind: FileKind): TemplateView {
  const entries = Object.entries(view).map(([name, value]) => {
    const isCode = kind === "markdown" && !isMarkdownText(name);
    return [name, isCode ? value : escapeValue(value, kinds[kind].escape)];
  });
  return Object.fromEntries(entries) as TemplateView;
}

function escapeValue(value: unknown, escape: (text: string) => string): unknown {
  if (typeof value === "string") return escape(value);
  return Array.isArray(value) ? value.map((item) => escapeValue(item, escape)) : value;
}

function keep(text: string): string {
  return text;
}

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

/**
 * For the text of a `<string>` among the resources of Android. aapt2 reads its backslashes after XML's references, takes a
 * leading `@` or `?` for a reference of its own, and joins white space.
 */
export function escapeAndroidValue(text: string): string {
  const escaped = text
    .replace(/["'\\]|^[@?]/gu, (character) => `\\${character}`)
    .replace(/[\p{Cc}\p{White_Space}]/gu, (space, index: number, whole: string) =>
      space === " " && /\S \S/u.test(whole.slice(index - 1, index + 2))
        ? space
        : `\\u${hexadecimal(space, 4)}`,
    );
  return escapeXml(escaped);
}

/** For `"…"` in the old-style property list that an Xcode project is. */
export function escapePbxproj(text: string): string {
  return text
    .replace(/["\\]/gu, (character) => `\\${character}`)
    .replaceAll("\n", String.raw`\n`)
    .replaceAll("\t", String.raw`\t`);
}

/** For values of a Java `.properties` file, which Java up to 8 and many tools read as ISO 8859-1. */
export function escapeProperties(text: string): string {
  return text
    .replace(/\\|^ /gu, (character) => `\\${character}`)
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
