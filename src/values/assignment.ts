import { accepted, type Parsed, refused } from "./branded.ts";

/** Who may use an app: everyone in the org, nobody yet, or the groups with these names or ids. */
export type Assignment = "everyone" | "none" | { readonly groups: readonly string[] };

/** The words of a list with commas between them, as a variable holds it. The name of a group may have commas, too. */
export function splitAssignments(text: string): readonly string[] {
  return text.split(/\s*,\s*(?=group:|everyone\s*(?:,|$)|none\s*(?:,|$)|$)/u).filter((word) => word !== "");
}

/** Parses `everyone`, `none`, or one or more `group:<name or id>`, each of which counts once. */
export function parseAssignment(words: readonly string[]): Parsed<Assignment> {
  const texts = [...new Set(words.map((word) => word.trim()))];
  if (texts.every((text) => text === "")) return refused("It is empty.");
  const [only = "", ...others] = texts;
  if (others.length === 0 && (only === "everyone" || only === "none")) return accepted(only);
  const groups = texts.map((text) => /^group:(.*)$/su.exec(text)?.[1]?.trim() ?? "");
  if (groups.length > 0 && groups.every((name) => name !== ""))
    return accepted({ groups: [...new Set(groups)] });
  if (texts.includes("everyone") || texts.includes("none")) {
    return refused("everyone and none can't be combined with others; only group:<name> can be repeated.");
  }
  const wrong = texts[groups.indexOf("")] ?? "";
  return refused(`${JSON.stringify(wrong)} is not everyone, group:<name> or none.`, suggestAssignment(wrong));
}

/** The words that `parseAssignment` reads. */
export function formatAssignment(assignment: Assignment): readonly string[] {
  return typeof assignment === "string" ? [assignment] : assignment.groups.map((name) => `group:${name}`);
}

function suggestAssignment(text: string): string | undefined {
  const name = text.replace(/^group:/u, "").trim();
  if (name === "") return undefined;
  const lower = name.toLowerCase();
  return lower === "everyone" || lower === "none" ? lower : `group:${name}`;
}
