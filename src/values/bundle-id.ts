import type { Branded, Parsed } from "./branded.ts";
import { refused } from "./branded.ts";

/** A reverse-DNS identifier that iOS and Android both accept: `com.example.app`. */
export type BundleId = Branded<"BundleId">;

export function parseBundleId(_text: string): Parsed<BundleId> {
  return refused("not written yet");
}
