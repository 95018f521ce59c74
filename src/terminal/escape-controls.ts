// Control characters move the cursor, set the title or forge lines; bidirectional controls reorder what is read.
const dangerous = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** Text from outside (a label, a file name) as one harmless line: what a terminal would obey is shown as `\u{1b}`. */
export function escapeControls(text: string): string {
  return text.replaceAll(dangerous, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
