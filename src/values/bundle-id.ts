import { listAsciiWords } from "./ascii-words.ts";
import type { Branded, Parsed } from "./branded.ts";
import { accepted, refused } from "./branded.ts";
import type { Platform } from "./platform.ts";
import type { ProjectName } from "./project-name.ts";
import { packageKeywords, windowsDeviceNames } from "./reserved-words.ts";

/** A reverse-DNS identifier that every platform of its project accepts: `com.example.app`. */
export type BundleId = Branded<"BundleId">;

/** App Store Connect's limit. */
const longest = 155;

/** What a platform asks of each segment, beyond ASCII letters, digits and hyphens: gives the fault, or undefined. */
type SegmentRule = (segment: string) => string | undefined;

/** An application id consists of Java identifiers: https://developer.android.com/build/configure-app-module#set-application-id */
const android: SegmentRule = (segment) => {
  if (segment.includes("-")) return "A bundle ID can't contain a hyphen: Android doesn't allow it.";
  if (/^\d/u.test(segment))
    return "Each segment of a bundle ID must start with a letter: Android requires it.";
  if (packageKeywords.has(segment))
    return `“${segment}” is a keyword of Java or Kotlin and can't be a segment of an Android application id.`;
  return windowsDeviceNames.has(segment.toLowerCase())
    ? `“${segment}” is the name of a device on Windows, where no folder of a Kotlin package can have it.`
    : undefined;
};

/** CFBundleIdentifier: letters, digits, hyphens and dots, which is what all of them accept. */
const ios: SegmentRule = () => undefined;

const platformRules: Readonly<Record<Platform, SegmentRule>> = {
  ios,
  android,
  "react-native": android,
};

/** Parses a bundle ID by the rules of `platform`; where that is not known, by those that all platforms share. */
export function parseBundleId(text: string, platform?: Platform): Parsed<BundleId> {
  const bundleId = text.trim();
  const rule = platform === undefined ? ios : platformRules[platform];
  const problem = findBundleIdProblem(bundleId, rule);
  return problem === undefined
    ? accepted(bundleId as BundleId)
    : refused(problem, suggestBundleId(bundleId, rule));
}

/**
 * The bundle ID that is offered for a name: `com.example.myapp`. A name without any ASCII letter or digit has none to
 * give; the folder's may.
 */
export function buildBundleId(
  name: Pick<ProjectName, "display" | "identifier">,
  folder: Pick<ProjectName, "identifier"> = name,
): BundleId {
  const { identifier } = listAsciiWords(name.display).length === 0 ? folder : name;
  return `com.example.${identifier}` as BundleId;
}

function findBundleIdProblem(bundleId: string, rule: SegmentRule): string | undefined {
  if (bundleId === "") return "The bundle ID is empty.";
  if (bundleId.length > longest) return `The bundle ID is longer than ${longest} characters.`;
  const segments = bundleId.split(".");
  if (segments.length === 1) return "A bundle ID needs at least two segments, such as com.example.app.";
  for (const segment of segments) {
    const problem = findSegmentProblem(segment) ?? rule(segment);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function findSegmentProblem(segment: string): string | undefined {
  if (segment === "")
    return "The bundle ID has an empty segment: two dots in a row, or a dot at the start or end.";
  if (segment.includes("_"))
    return "A bundle ID can't contain an underscore: iOS and URL schemes don't allow it.";
  return /^[A-Za-z\d-]+$/u.test(segment)
    ? undefined
    : "A bundle ID can contain only ASCII letters, digits, hyphens and dots.";
}

function suggestBundleId(bundleId: string, rule: SegmentRule): string | undefined {
  const segments = bundleId.split(".").map((segment) => repairSegment(segment, rule));
  const kept = segments.filter((segment) => segment !== "");
  if (kept.length === 0) return undefined;
  const suggestion = kept.length === 1 ? `com.example.${kept[0]}` : kept.join(".");
  return suggestion.length > longest ? undefined : suggestion;
}

/** Nothing is changed that the rule allows. */
function repairSegment(segment: string, rule: SegmentRule): string {
  const parts = segment.split("-").map((part) => listAsciiWords(part).join(""));
  const hyphened = parts.join("-");
  if (rule(hyphened) === undefined) return hyphened;
  const joined = parts.join("");
  const started = /^\d/u.test(joined) ? `app${joined}` : joined;
  return rule(started) === undefined ? started : `${started}app`;
}

/** The folders of the Kotlin package that an Android application id names: `com/example/app`. */
export function buildPackagePath(bundleId: BundleId): string {
  return bundleId.replaceAll(".", "/");
}
