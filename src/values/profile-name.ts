import type { Branded, Parsed } from "./branded.ts";
import { accepted, refused } from "./branded.ts";

export const profileNamePattern = /^[a-z0-9][a-z0-9-]*$/u;

/** Lower-case letters, digits and hyphens; none of the reserved ones. */
export type ProfileName = Branded<"ProfileName">;

/** Each with why; the last two are keys that JSON readers leave out, so that the profile would be lost. */
const reserved: ReadonlyMap<string, string> = new Map([
  ["local", "local always means the local org."],
  ["localhost", "localhost always means the address of this machine."],
  ["constructor", "constructor can't be used as a profile name."],
  ["prototype", "prototype can't be used as a profile name."],
]);

/** Parses the name of a profile as typed. */
export function parseProfileName(text: string): Parsed<ProfileName> {
  const name = text.trim();
  const reason = reserved.get(name);
  if (reason !== undefined) return refused(reason, `${name}-org`);
  if (profileNamePattern.test(name)) return accepted(name as ProfileName, []);
  return refused(
    "A profile name consists of lowercase letters, digits and hyphens, and starts with a letter or digit.",
    avoidReserved(toSlug(name)),
  );
}

/** A name for an org: its first label, with a number when that is taken. */
export function chooseProfileName(orgUrl: string, taken: readonly string[]): string {
  const [label = ""] = new URL(orgUrl).hostname.split(".");
  const base = avoidReserved(toSlug(label)) ?? "org";
  const numbered = [...taken, ""].map((_name, index) => `${base}-${index + 2}`);
  return [base, ...numbered].find((name) => !taken.includes(name)) ?? base;
}

function avoidReserved(slug: string | undefined): string | undefined {
  return slug !== undefined && reserved.has(slug) ? `${slug}-org` : slug;
}

function toSlug(text: string): string | undefined {
  const slug = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-+|-+$/gu, "");
  return slug === "" ? undefined : slug;
}
