/** A text of at most `length` UTF-16 units: a longer one is cut between whole characters and ends in `…`. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text);
  let kept = "";
  for (const { segment } of characters) {
    if (kept.length + segment.length > length - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
