import type { Branded, Parsed } from "./branded.ts";
import { refused } from "./branded.ts";

/** A private-use scheme URI in the single-slash form (RFC 8252, section 7.1): `com.example.app:/callback`. */
export type RedirectUri = Branded<"RedirectUri">;

export function parseRedirectUri(_text: string): Parsed<RedirectUri> {
  return refused("not written yet");
}

/** The scheme of a redirect URI, without the colon. */
export function schemeOf(uri: RedirectUri): string {
  return uri.slice(0, uri.indexOf(":"));
}
