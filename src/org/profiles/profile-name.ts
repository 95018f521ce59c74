import type { Branded, Parsed } from "../../values/branded.ts";
import { accepted, refused } from "../../values/branded.ts";

export const profileNamePattern = /^[a-z0-9][a-z0-9-]*$/u;

/** Lower-case letters, digits and hyphens; not `local`. */
export type ProfileName = Branded<"ProfileName">;

/** Parses the name of a profile as typed. `local` always means the local org. */
export function parseProfileName(text: string): Parsed<ProfileName> {
  const name = text.trim();
  if (name === "local") return refused("local always means the local org.");
  if (profileNamePattern.test(name)) return accepted(name as ProfileName, []);
  return refused(
    "A profile's name has lower-case letters, digits and hyphens, and starts with a letter or a digit.",
    slugOf(name),
  );
}

/** A name for an org: its first label, with a number when that is taken. */
export function nameForOrg(orgUrl: string, taken: readonly string[]): string {
  const [label = ""] = new URL(orgUrl).hostname.split(".");
  const base = label === "local" ? "local-org" : (slugOf(label) ?? "org");
  const numbered = [...taken, ""].map((_name, index) => `${base}-${index + 2}`);
  return [base, ...numbered].find((name) => !taken.includes(name)) ?? base;
}

function slugOf(text: string): string | undefined {
  const slug = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-+|-+$/gu, "");
  return slug === "" || slug === "local" ? undefined : slug;
}
