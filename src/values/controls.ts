// Control characters move the cursor, set the title or forge lines; bidirectional controls reorder what is read; the line
// and paragraph separators break lines.
const controls = /[\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/** True when a terminal would obey a part of the text. */
export function hasControls(text: string): boolean {
  return text.search(controls) !== -1;
}

/** The text with each character that a terminal would obey in the form that `write` gives its code point. */
export function replaceControls(text: string, write: (codePoint: number) => string): string {
  return text.replaceAll(controls, (character) => write(character.codePointAt(0) ?? 0));
}
