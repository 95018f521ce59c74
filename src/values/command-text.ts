/**
 * Commands inside a text are told from its prose by two noncharacters around them, which no text from outside is meant to
 * hold. So a command is never broken over lines, whatever program it names. What leaves the program passes `toPlainText`.
 */
const [begin, end] = ["\uFDD0", "\uFDD1"];

/** A command line as a part of a text that is wrapped later. */
export function markCommand(line: string): string {
  return `${begin}${toPlainText(line)}${end}`;
}

/** The text as a person sees it. */
export function toPlainText(text: string): string {
  return text.replaceAll(/[\uFDD0\uFDD1]/gu, "");
}

/**
 * The parts between which a line may be broken: the words of the prose; a command is one part. Where there is none, as in a long text
 * from outside, nothing looks ahead from each space to the end of a command.
 */
export function splitParts(text: string): string[] {
  return text.split(holdsCommand(text) ? / (?![^\uFDD0]*\uFDD1)/u : " ");
}

export function holdsCommand(text: string): boolean {
  return text.includes(begin);
}
