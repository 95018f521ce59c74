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

/** Parses the name of a platform, in any case. */
export function parsePlatform(text: string): Parsed<Platform> {
  const name = text.trim().toLowerCase();
  const platform = platforms.find((candidate) => candidate === name);
  if (platform !== undefined) return accepted(platform);
  const choices = `${platforms.slice(0, -1).join(", ")} or ${platforms.at(-1)}`;
  return refused(`There is no platform ${JSON.stringify(text)}. It can be ${choices}.`);
}
