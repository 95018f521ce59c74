import { escapeJson, escapeProperties, escapeXml } from "../project/escape.ts";

/** How a file of settings is written. JSON as Expo reads it: with comments. */
export type Format = "plist" | "properties" | "json";

/** Where the value of a key stands in a text. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** The value of a key, as the program reads it that the file is for; undefined when there is none that is a text. */
export function readSetting(format: Format, text: string, key: string): string | undefined {
  const place = locate(format, text, key);
  return place && unescape(format, text.slice(place.start, place.end));
}

/** The text with another value at a key; the same text when it has none. */
export function replaceSetting(format: Format, text: string, key: string, value: string): string {
  const place = locate(format, text, key);
  return place ? text.slice(0, place.start) + escapes[format](value) + text.slice(place.end) : text;
}

function locate(format: Format, text: string, key: string): Place | undefined {
  const bare = hideComments(format, text);
  const { from, until } = format === "json" ? findSection(bare, key) : { from: 0, until: bare.length };
  const found = [...bare.slice(from, until).matchAll(patternOf(format, key))];
  // Of a key that stands twice in properties the last one counts.
  const [start, end] = found.at(format === "properties" ? -1 : 0)?.indices?.groups?.["value"] ?? [];
  return start === undefined || end === undefined ? undefined : { start: from + start, end: from + end };
}

const comments: Readonly<Record<Format, RegExp>> = {
  plist: /<!--.*?-->/gsu,
  properties: /^[ \t]*[#!][^\r\n]*/gmu,
  json: /"(?:[^"\\\r\n]|\\.)*"|\/\/[^\r\n]*|\/\*.*?\*\//gsu,
};

/** With spaces in their place, so that all else stays where it is. */
function hideComments(format: Format, text: string): string {
  return text.replaceAll(comments[format], (found) =>
    found.startsWith('"') ? found : " ".repeat(found.length),
  );
}

/** Settings stand in an object `okta`, where there is one: the same keys may have another meaning elsewhere. */
function findSection(bare: string, key: string): { readonly from: number; readonly until: number } {
  const section = key === "scheme" ? undefined : /"okta"\s*:\s*\{(?:"(?:[^"\\]|\\.)*"|[^"{}])*\}/u.exec(bare);
  const from = section?.index ?? 0;
  return { from, until: from + (section?.[0] ?? bare).length };
}

function patternOf(format: Format, key: string): RegExp {
  if (format === "plist") return new RegExp(`<key>\\s*${key}\\s*</key>\\s*<string>(?<value>[^<]*)`, "dgu");
  if (format === "properties")
    return new RegExp(
      `^[ \\t]*${key}(?:[ \\t]*[=:][ \\t]*|[ \\t]+)(?<value>(?:\\\\\\r?\\n|[^\\r\\n])*)`,
      "dgmu",
    );
  const one = String.raw`"(?:[^"\\]|\\.)*"`;
  return new RegExp(
    `"${key}"\\s*:\\s*(?<value>${one}|\\[\\s*${one}(?:\\s*,\\s*${one})*\\s*,?\\s*\\])`,
    "dgu",
  );
}

function unescape(format: Format, text: string): string {
  if (format === "plist") return unescapeXml(text.trim());
  if (format === "properties") return unescapeProperties(text).trim();
  try {
    // A list is several words: so an app may have several schemes.
    return [JSON.parse(text.replace(/,\s*\]$/u, "]")) as string | readonly string[]].flat().join(" ");
  } catch {
    return text;
  }
}

/** A line that ends in a backslash goes on in the next one. */
function unescapeProperties(text: string): string {
  return text
    .replaceAll(/\\\r?\n[ \t]*/gu, "")
    .replaceAll(/\\(?:u([\da-f]{4})|(.))/giu, (_all, unit: string | undefined, other: string) =>
      unit === undefined ? other : String.fromCharCode(Number.parseInt(unit, 16)),
    );
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/giu, (all, decimal, hex, name) => {
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    if (name !== undefined) return entities[String(name)] ?? all;
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : all;
  });
}

const escapes: Readonly<Record<Format, (text: string) => string>> = {
  plist: escapeXml,
  properties: escapeProperties,
  json: (text) => `"${escapeJson(text)}"`,
};
