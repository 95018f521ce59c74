import type { Parsed } from "./branded.ts";
import { accepted, refused } from "./branded.ts";

/** The platforms a project can be for, each with what an app is called that gets no other name. */
export const platformNames = {
  ios: "iOS App",
  android: "Android App",
  "react-native": "React Native App",
} as const;

export type Platform = keyof typeof platformNames;

export const platforms = Object.keys(platformNames) as readonly Platform[];

/** What a sentence calls a platform: `iOS`. */
export function namePlatform(platform: Platform): string {
  return platformNames[platform].replace(/ App$/u, "");
}

/** Several of them in a sentence: `iOS, Android and React Native`. */
export function namePlatforms(named: readonly Platform[]): string {
  const names = named.map(namePlatform);
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** The same platforms, each once and in the order in which they are offered. */
export function sortPlatforms(given: readonly Platform[]): readonly Platform[] {
  return platforms.filter((platform) => given.includes(platform));
}

/** Takes `ios,android` apart. */
export function splitPlatforms(text: string): readonly string[] {
  const parts = text.split(",").map((part) => part.trim());
  return parts.filter((part) => part !== "");
}

/** Parses one platform or several with commas between them; each is taken once. */
export function parsePlatforms(
  text: string,
  offered: readonly Platform[] = platforms,
): Parsed<readonly Platform[]> {
  const texts = splitPlatforms(text);
  const parsed = (texts.length === 0 ? [text] : texts).map((each) => parsePlatform(each, offered));
  const refusal = parsed.find((each) => !each.ok);
  if (refusal?.ok === false) return texts.length > 1 ? refused(refusal.problem) : refusal;
  return accepted(sortPlatforms(parsed.flatMap((each) => (each.ok ? [each.value] : []))));
}

/** Parses the name of a platform, in any case; `offered` are those that can be chosen. */
export function parsePlatform(text: string, offered: readonly Platform[] = platforms): Parsed<Platform> {
  const name = text.trim().toLowerCase();
  const platform = platforms.find((candidate) => candidate === name);
  if (platform !== undefined && offered.includes(platform)) return accepted(platform);
  const [only, ...others] = offered;
  const problem =
    platform === undefined
      ? `There is no platform ${JSON.stringify(text)}`
      : `${namePlatform(platform)} is not available yet`;
  return others.length === 0
    ? refused(`${problem}.`, only)
    : refused(`${problem}. It can be ${offered.slice(0, -1).join(", ")} or ${offered.at(-1)}.`);
}
