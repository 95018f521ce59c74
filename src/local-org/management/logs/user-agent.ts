import type { JsonObject } from "../../json.ts";

const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/u, "iOS"],
  [/Android/u, "Android"],
  [/Windows/u, "Windows"],
  [/Mac OS X|Macintosh|darwin/u, "Mac OS X"],
  [/Linux|linux/u, "Linux"],
];

const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg\//u, "EDGE"],
  [/Firefox\//u, "FIREFOX"],
  [/Chrome\//u, "CHROME"],
  [/Safari\//u, "SAFARI"],
];

/** What the System Log makes of a `User-Agent` header. */
export function userAgentOf(rawUserAgent: string): JsonObject {
  return {
    rawUserAgent,
    os: firstOf(systems, rawUserAgent) ?? "Unknown",
    browser: firstOf(browsers, rawUserAgent) ?? "UNKNOWN",
  };
}

function firstOf(names: readonly (readonly [RegExp, string])[], text: string): string | undefined {
  return names.find(([pattern]) => pattern.test(text))?.[1];
}
