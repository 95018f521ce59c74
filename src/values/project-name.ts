import type { Parsed } from "./branded.ts";
import { refused } from "./branded.ts";

/** One display name and every spelling derived from it. */
export interface ProjectName {
  /** As the user typed it, trimmed: any Unicode, at most 100 characters (Okta's limit for a label). */
  readonly display: string;
  /** Folder and npm name: `my-app`. */
  readonly directory: string;
  /** Swift module, Xcode target and scheme: `MyApp`. */
  readonly swiftModule: string;
  /** Last segment of a bundle id, Kotlin package or scheme: `myapp`. */
  readonly identifier: string;
}

export function parseProjectName(_text: string): Parsed<ProjectName> {
  return refused("not written yet");
}
