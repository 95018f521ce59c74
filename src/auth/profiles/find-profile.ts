import { hint } from "../../hints.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { Profile, ProfileBook } from "./profile.ts";
import { parseProfileName } from "../../values/profile-name.ts";

/** The profile of that name. Throws `invalid-value` with the nearest one when there is none. `from` is where the name came from. */
export function findProfileByName(book: ProfileBook, name: string, from: string): Profile {
  const found = book.profiles.find((profile) => profile.name === name.toLowerCase());
  if (found !== undefined) return found;
  const names = book.profiles.map((profile) => profile.name);
  const near = findNearest(name, from === "orgs remove" ? names : [...names, "local"]);
  throw new OktaUnlockError("invalid-value", {
    message: `There is no org profile named ${JSON.stringify(name)} (${from}).`,
    why: explainNames(names, from),
    next: near === undefined ? suggestNext(names, name, from) : suggestNear(near, from),
  });
}

/** The local org is no profile, but has a name beside them, except where it can't be removed. */
function explainNames(names: readonly string[], from: string): string {
  const profiles = names.length === 0 ? "No profile is saved" : `The profiles are: ${names.join(", ")}`;
  return from === "orgs remove" ? `${profiles}.` : `${profiles}; local is the local org.`;
}

function suggestNear(near: string, from: string): string {
  if (from === "orgs use" || from === "orgs remove")
    return `Did you mean ${near}? ${hint(from, { args: [near] })}`;
  return `Did you mean ${near}? ${hint("orgs list")}`;
}

/**
 * Who wants to remove a profile does not want to sign in. With the URL on the line: a name in OKTA_UNLOCK_ORG would be looked
 * up by a bare `login` again.
 */
function suggestNext(names: readonly string[], name: string, from: string): string {
  if (from === "orgs remove")
    return names.length === 0
      ? `Sign in to an org: ${hint("login")}`
      : `List the profiles: ${hint("orgs list")}`;
  const parsed = parseProfileName(name.toLowerCase());
  return `Sign in first: ${hint("login", { org: "<url>", name: parsed.ok ? parsed.value : undefined })}`;
}

/** The profile for a URL that was typed: the current one before others. */
export function findProfileByUrl(book: ProfileBook, orgUrl: string): Profile | undefined {
  const fitting = book.profiles.filter((profile) => profile.orgUrl === orgUrl);
  return fitting.find(({ name }) => name === book.current) ?? fitting[0];
}

/** The name with the fewest edits, unless it is too different to be a typo. */
function findNearest(name: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((other) => ({ other, edits: measureDistance(name.toLowerCase(), other) }))
    .toSorted((a, b) => a.edits - b.edits);
  const [best] = ranked;
  return best !== undefined && best.edits <= Math.max(2, Math.floor(best.other.length / 3))
    ? best.other
    : undefined;
}

/** Levenshtein's. */
function measureDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_none, index) => index);
  for (const [i, left] of a.split("").entries()) {
    const next = [i + 1];
    for (const [j, right] of b.split("").entries()) {
      const replaced = (row[j] ?? 0) + (left === right ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
