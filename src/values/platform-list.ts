import { accepted, type Parsed, refused } from "./branded.ts";
import { joinNames } from "./join-names.ts";
import { namePlatform, parsePlatform, type Platform, platforms } from "./platform.ts";

/** Platforms in a sentence: `iOS, Android and React Native`. */
export function namePlatforms(named: readonly Platform[]): string {
  return joinNames(named.map(namePlatform));
}

/** The same platforms, each once and in the order in which they are offered. */
export function sortPlatforms(given: readonly Platform[]): readonly Platform[] {
  return platforms.filter((platform) => given.includes(platform));
}

/** Takes `ios,android` apart. */
function splitPlatforms(text: string): readonly string[] {
  const parts = text.split(",").map((part) => part.trim());
  return parts.filter((part) => part !== "");
}

/** Parses one platform or several with commas between them; each is taken once. */
export function parsePlatforms(text: string): Parsed<readonly Platform[]> {
  const texts = splitPlatforms(text);
  const parsed = (texts.length === 0 ? [text] : texts).map((each) => parsePlatform(each));
  const refusal = parsed.find((each) => !each.ok);
  if (refusal?.ok === false) return texts.length > 1 ? refused(refusal.problem) : refusal;
  return accepted(sortPlatforms(parsed.flatMap((each) => (each.ok ? [each.value] : []))));
}
