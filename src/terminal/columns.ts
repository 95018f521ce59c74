/*
 * Our own, because every command needs it up to its first word: string-width and fast-string-truncated-width would be loaded by
 * `--version` and `--help` too (5 kB more to parse), and what names and labels hold needs no more than these three classes.
 */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]/u;
/** Marks on the letter before them, and characters that only say how others are shown. */
const invisible = /[\p{Mn}\p{Me}\p{Cf}]/u;
const narrowKatakana = /[\uFF61-\uFF9F]/u;

function widthOf(character: string): number {
  if (character <= "~") return 1;
  if (invisible.test(character)) return 0;
  return wide.test(character) && !narrowKatakana.test(character) ? 2 : 1;
}

/** Longer lines of prose are hard to read, however wide the terminal is. */
export const longestLine = 100;

/** The columns that a text takes in a terminal: letters of East Asia and emoji take two, accents none. */
export function measureColumns(text: string): number {
  let columns = 0;
  for (const character of text) columns += widthOf(character);
  return columns;
}

/** The text with spaces behind it, so that it takes at least `width` columns. */
export function padColumns(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - measureColumns(text)));
}

/** The text, or as much of it as fits into `width` columns with an ellipsis behind; no character is cut in two. */
export function cutColumns(text: string, width: number): string {
  if (measureColumns(text) <= width) return text;
  let columns = 0;
  let end = 0;
  for (const character of text) {
    columns += widthOf(character);
    if (columns > width - 1) break;
    end += character.length;
  }
  return `${text.slice(0, end)}…`;
}
