import type { Branded, Parsed } from "./branded.ts";
import { refused } from "./branded.ts";

/** 6 to 100 characters of Okta's client ID alphabet. */
export type ClientId = Branded<"ClientId">;

export function parseClientId(_text: string): Parsed<ClientId> {
  return refused("not written yet");
}
