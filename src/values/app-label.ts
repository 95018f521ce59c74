import { accepted, type Branded, type Parsed, refused } from "./branded.ts";

/** The name of an app as Okta shows it: 1 to 100 characters. */
export type AppLabel = Branded<"AppLabel">;

const longest = 100;

/** Parses the label of an app that exists; unlike a project's name it may be anything that can be read. */
export function parseAppLabel(text: string): Parsed<AppLabel> {
  const label = text.trim();
  if (label === "") return refused("The name is empty.");
  if (label.length > longest) return refused(`The name is longer than ${longest} characters.`);
  if (/\p{Cc}/u.test(label)) return refused("The name contains a control character.");
  return accepted(label as AppLabel);
}
