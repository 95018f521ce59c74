/**
 * The user's `.gitignore` with the lines of ours that it lacks below it; undefined when it lacks none. What they wrote stays byte
 * for byte. A pattern that they have, or have made an exception of, is not added.
 */
export function mergeGitignore(theirs: string, ours: string): string | undefined {
  const decided = new Set(listPatterns(theirs).map(simplify));
  const missing = listPatterns(ours).filter((pattern) => !decided.has(simplify(pattern)));
  if (missing.length === 0) return undefined;
  const lineEnd = theirs.includes("\r\n") ? "\r\n" : "\n";
  const ending = theirs === "" || theirs.endsWith("\n") ? "" : lineEnd;
  const gap = theirs.trim() === "" ? "" : lineEnd;
  const lines = ["# Added by okta-unlock", ...missing];
  return `${theirs}${ending}${gap}${lines.map((line) => line + lineEnd).join("")}`;
}

function listPatterns(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** Patterns that say the same of the same name: `build`, `build/`, and `**\/build`; `!build` decides about it as well. */
function simplify(pattern: string): string {
  return pattern
    .replace(/^!/u, "")
    .replace(/^\*\*\//u, "")
    .replace(/\/$/u, "");
}
