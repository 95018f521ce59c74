import type { Parsed } from "../../../src/values/branded.ts";

/** The accepted value, or a failed test that shows why it was refused. */
export function valueOf<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(`refused: ${parsed.problem}`);
  return parsed.value;
}

/** The refusal, or a failed test that shows what was accepted. */
export function refusalOf<T>(parsed: Parsed<T>): { readonly problem: string; readonly suggestion?: string } {
  if (parsed.ok) throw new Error(`accepted: ${JSON.stringify(parsed.value)}`);
  return parsed;
}

/**
 * What is unsound about a parser's answer, or undefined. Sound: what it gives back it accepts unchanged, what it
 * suggests it accepts, and what it says is a sentence.
 */
export function faultIn<T>(
  parse: (text: string) => Parsed<T>,
  text: string,
  spelling: (value: T) => string,
): string | undefined {
  const parsed = parse(text);
  if (parsed.ok) {
    const again = parse(spelling(parsed.value));
    const isStable = again.ok && again.notes.length === 0 && spelling(again.value) === spelling(parsed.value);
    return isStable ? undefined : `not stable: ${JSON.stringify([text, parsed, again])}`;
  }
  if (!/^\S.*\.$/u.test(parsed.problem)) return `not a sentence: ${parsed.problem}`;
  const isUseful = parsed.suggestion === undefined || parse(parsed.suggestion).ok;
  return isUseful ? undefined : `suggested what it refuses: ${parsed.suggestion}`;
}
