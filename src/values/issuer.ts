import type { Branded, Parsed } from "./branded.ts";
import { refused } from "./branded.ts";

/** `https://host` (org authorization server) or `https://host/oauth2/{id}`; no trailing slash, no `.well-known`. */
export type Issuer = Branded<"Issuer">;

export function parseIssuer(_text: string): Parsed<Issuer> {
  return refused("not written yet");
}
