import type { Platform } from "./platform.ts";
import type { Parsed } from "./branded.ts";
import { refused } from "./branded.ts";
import { parseBoolean } from "./boolean.ts";

/** Where Metro, the bundler of React Native, serves an app to a browser. */
export const webPreviewPort = "8081";

/** The origin of the web preview (RFC 6454), as a browser sends it. */
export const webPreviewOrigin = `http://localhost:${webPreviewPort}`;

/** Where Okta returns to after sign-in and after sign-out in the web preview. */
export const webPreviewUri = `${webPreviewOrigin}/`;

/** Whether the projects of a platform can be looked at in a browser. */
export function hasWebPreview(platform: Platform | undefined): boolean {
  return platform === "react-native";
}

/** Parses whether a project has a web preview: `true` is refused on a platform that has none. */
export function parseWebPreview(text: string, platform?: Platform): Parsed<boolean> {
  const parsed = parseBoolean(text);
  if (!parsed.ok || !parsed.value || platform === undefined || hasWebPreview(platform)) return parsed;
  return refused("Only React Native has a web preview.", "false");
}
