/** How much two texts have in common, from 0 to 1: the lines that are in both, of all that say something. */
export function computeSimilarity(one: string, other: string): number {
  const counts = new Map<string, number>();
  const lines = listLines(one);
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  const others = listLines(other);
  let common = 0;
  for (const line of others) {
    const count = counts.get(line) ?? 0;
    if (count === 0) continue;
    counts.set(line, count - 1);
    common += 1;
  }
  const all = lines.length + others.length;
  return all === 0 ? 0 : (2 * common) / all;
}

/** As git has it: with half of its lines a file is the same one, under another name. */
export const sameFile = 0.5;

/** Blank lines and brackets are in every file. */
function listLines(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /\w/u.test(line));
}
