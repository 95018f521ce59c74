import { accepted, type Parsed, refused } from "./branded.ts";

const spellings: Readonly<Record<string, boolean>> = { true: true, "1": true, false: false, "0": false };
const suggestions: Readonly<Record<string, string>> = {
  yes: "true",
  y: "true",
  on: "true",
  no: "false",
  n: "false",
  off: "false",
};

/** Parses `true` or `1`, `false` or `0`, in any case: what a variable says that stands in for a flag without a value. */
export function parseBoolean(text: string): Parsed<boolean> {
  const word = text.trim().toLowerCase();
  const value = Object.hasOwn(spellings, word) ? spellings[word] : undefined;
  if (value !== undefined) return accepted(value);
  return refused(
    "It must be true or false.",
    Object.hasOwn(suggestions, word) ? suggestions[word] : undefined,
  );
}
