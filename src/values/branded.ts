declare const brand: unique symbol;

/** A string that was parsed once at the border. `Name` keeps one kind of value from passing for another. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };

/** The outcome of parsing a value from outside: the value, or the sentences that say what is wrong and what to type. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T; readonly notes: readonly string[] }
  | { readonly ok: false; readonly problem: string; readonly suggestion?: string };

/** A value that was accepted; `notes` say what was changed on the way in. */
export function accepted<T>(value: T, notes: readonly string[] = []): Parsed<T> {
  return { ok: true, value, notes };
}

/** A value that was refused: why, and what to type instead when that can be said. */
export function refused(problem: string, suggestion?: string): Parsed<never> {
  return suggestion === undefined ? { ok: false, problem } : { ok: false, problem, suggestion };
}
