import { listAsciiWords } from "./ascii-words.ts";
import type { Branded, Parsed } from "./branded.ts";
import { accepted, refused } from "./branded.ts";
import type { ProjectName } from "./project-name.ts";
import { packageKeywords } from "./reserved-words.ts";

/** A reverse-DNS identifier that iOS and Android both accept: `com.example.app`. */
export type BundleId = Branded<"BundleId">;

/** App Store Connect's limit. */
const longest = 155;

/**
 * Parses a bundle identifier that can serve as the application id on Android too. iOS allows letters, digits, hyphens
 * and dots (CFBundleIdentifier); Android wants two or more segments that are Java identifiers. What both accept is:
 * segments of ASCII letters and digits that start with a letter, joined by dots, none a Java or Kotlin keyword.
 */
export function parseBundleId(text: string): Parsed<BundleId> {
  const bundleId = text.trim();
  const problem = findBundleIdProblem(bundleId);
  return problem === undefined ? accepted(bundleId as BundleId) : refused(problem, suggestBundleId(bundleId));
}

/**
 * The bundle identifier that is offered for a name: `com.example.myapp`. A name without any ASCII letter or digit has none to
 * give; the folder's may.
 */
export function buildBundleId(
  name: Pick<ProjectName, "display" | "identifier">,
  folder: Pick<ProjectName, "identifier"> = name,
): BundleId {
  const { identifier } = listAsciiWords(name.display).length === 0 ? folder : name;
  return `com.example.${identifier}` as BundleId;
}

function findBundleIdProblem(bundleId: string): string | undefined {
  if (bundleId === "") return "The bundle identifier is empty.";
  if (bundleId.length > longest) return `The bundle identifier is longer than ${longest} characters.`;
  const segments = bundleId.split(".");
  if (segments.length === 1)
    return "A bundle identifier needs at least two segments, such as com.example.app.";
  for (const segment of segments) {
    const problem = findSegmentProblem(segment);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function findSegmentProblem(segment: string): string | undefined {
  if (segment === "")
    return "The bundle identifier has an empty segment: two dots in a row, or a dot at the start or end.";
  if (segment.includes("_"))
    return "A bundle identifier can't contain an underscore: iOS and URL schemes don't allow it.";
  if (segment.includes("-")) return "A bundle identifier can't contain a hyphen: Android doesn't allow it.";
  if (!/^[A-Za-z\d]+$/u.test(segment))
    return "A bundle identifier can contain only ASCII letters, digits and dots.";
  if (/^\d/u.test(segment))
    return "Each segment of a bundle identifier must start with a letter: Android requires it.";
  return packageKeywords.has(segment)
    ? `“${segment}” is a keyword of Java or Kotlin and can't be a segment of an Android application id.`
    : undefined;
}

function suggestBundleId(bundleId: string): string | undefined {
  const segments = bundleId.split(".").map(repairSegment);
  const kept = segments.filter((segment) => segment !== "");
  if (kept.length === 0) return undefined;
  const suggestion = kept.length === 1 ? `com.example.${kept[0]}` : kept.join(".");
  return suggestion.length > longest ? undefined : suggestion;
}

function repairSegment(segment: string): string {
  const joined = listAsciiWords(segment).join("");
  const started = /^\d/u.test(joined) ? `app${joined}` : joined;
  return packageKeywords.has(started) ? `${started}app` : started;
}
