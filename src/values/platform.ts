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

/** Parses the name of a platform; `offered` are those that can be chosen. */
export function parsePlatform(text: string, offered: readonly Platform[] = platforms): Parsed<Platform> {
  const platform = offered.find((candidate) => candidate === text);
  return platform === undefined
    ? refused(`There is no template for ${JSON.stringify(text)}.`, offered.join(", "))
    : accepted(platform);
}
