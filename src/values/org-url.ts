import type { Branded, Parsed } from "./branded.ts";
import { refused } from "./branded.ts";

/** `https://host[:port]` in lower case, no path, no trailing slash; `http` on loopback only. */
export type OrgUrl = Branded<"OrgUrl">;

export function parseOrgUrl(_text: string): Parsed<OrgUrl> {
  return refused("not written yet");
}
