import { createRandomText } from "../ids.ts";
import type { Org } from "../org.ts";
import { put } from "../store/change.ts";

/** What session cookies are signed with: made at first use, kept, so that people stay signed in over restarts. */
export function cookieKeys(org: Org): readonly string[] {
  const known = org.store.get("secrets", "secrets");
  if (known !== undefined) return known.cookieKeys;
  const made = [createRandomText(43)];
  org.store.write([put("secrets", "secrets", { cookieKeys: made })]);
  return made;
}
