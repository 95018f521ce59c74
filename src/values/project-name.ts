import { listAsciiWords } from "./ascii-words.ts";
import type { Parsed } from "./branded.ts";
import { accepted, refused } from "./branded.ts";
import {
  npmReservedNames,
  packageKeywords,
  swiftReservedNames,
  windowsDeviceNames,
} from "./reserved-words.ts";

/** One display name and every spelling derived from it. */
export interface ProjectName {
  /** As the user typed it, trimmed, in Unicode normal form C: at most 100 UTF-16 code units (Okta's limit for a label). */
  readonly display: string;
  /** Folder and npm name: `my-app`. */
  readonly directory: string;
  /** Swift module, Xcode target and scheme: `MyApp`. */
  readonly swiftModule: string;
  /** Last segment of a bundle id, Kotlin package or scheme: `myapp`. */
  readonly identifier: string;
}

/** Okta says "100 characters" of a label; its servers are Java, which counts UTF-16 code units, as JavaScript does. */
const longest = 100;
/** Keeps every path of a project within the limits of Windows (260) and of a file name (255 bytes). */
const longestDerived = 50;

/**
 * Parses a display name: any Unicode text that shows something and fits on one line. The spellings for code keep its
 * ASCII letters and digits (accents dropped) and step aside for the reserved words of each language.
 */
export function parseProjectName(text: string): Parsed<ProjectName> {
  const display = text.normalize("NFC").trim();
  const problem = findDisplayNameProblem(display);
  if (problem !== undefined) return refused(problem, suggestDisplayName(display));
  const words = listAsciiWords(display);
  return accepted({
    display,
    directory: deriveDirectory(words),
    swiftModule: deriveSwiftModule(words),
    identifier: deriveIdentifier(words),
  });
}

/** The faults of a display name, in the order they are told. Each pattern finds what can't be in one. */
const forbidden: readonly (readonly [RegExp, string])[] = [
  [/[\n\r\v\f\u0085\u2028\u2029]/u, "The name contains a line break."],
  [/\p{Cc}/u, "The name contains a control character."],
  [/\p{Cs}/u, "The name contains an incomplete character (a lone surrogate)."],
  [/[\p{Noncharacter_Code_Point}\uFEFF]/u, "The name contains a code point that is not a character."],
  [
    /[\u202A-\u202E\u2066-\u2069]/u,
    "The name contains a hidden control character that changes the direction of the text.",
  ],
];

function findDisplayNameProblem(display: string): string | undefined {
  if (display === "") return "The name is empty.";
  const fault = forbidden.find(([pattern]) => pattern.test(display));
  if (fault !== undefined) return fault[1];
  if (!/[^\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/u.test(display))
    return "The name has no visible characters.";
  return display.length > longest
    ? `The name has ${display.length} characters; Okta allows at most ${longest} (an emoji counts as two or more).`
    : undefined;
}

function suggestDisplayName(display: string): string | undefined {
  const cleaned = forbidden.reduce(
    (name, [pattern]) => name.replaceAll(new RegExp(pattern, "gu"), " "),
    display,
  );
  const suggestion = shorten(cleaned.replaceAll(/ +/gu, " ").normalize("NFC").trim());
  return findDisplayNameProblem(suggestion) === undefined ? suggestion : undefined;
}

/** Cuts at a grapheme, never inside a character that people see as one. */
function shorten(text: string): string {
  if (text.length <= longest) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (kept.length + segment.length > longest) break;
    kept += segment;
  }
  return kept.trim();
}

function deriveDirectory(words: readonly string[]): string {
  const name = words.join("-").toLowerCase().slice(0, longestDerived).replace(/-$/u, "") || "unlock-app";
  return npmReservedNames.has(name) || windowsDeviceNames.has(name) ? `${name}-app` : name;
}

function deriveSwiftModule(words: readonly string[]): string {
  const joined = words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join("");
  const name = addLeadingLetter(joined || "UnlockApp", "App").slice(0, longestDerived);
  const lower = name.toLowerCase();
  return swiftReservedNames.has(lower) || windowsDeviceNames.has(lower) ? `${name}App` : name;
}

function deriveIdentifier(words: readonly string[]): string {
  const joined = words.join("").toLowerCase() || "unlockapp";
  const name = addLeadingLetter(joined, "app").slice(0, longestDerived);
  return packageKeywords.has(name) || windowsDeviceNames.has(name) ? `${name}app` : name;
}

function addLeadingLetter(name: string, prefix: string): string {
  return /^\d/u.test(name) ? `${prefix}${name}` : name;
}
