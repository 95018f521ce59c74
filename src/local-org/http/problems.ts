import type { ApiError } from "./api-error.ts";
import { createValidationError } from "./api-error.ts";

/** What is wrong with a body, by field, in the order it was found. */
export interface Problem {
  readonly field: string;
  readonly text: string;
}

/** One problem, or none when `isRight`. */
export function check(isRight: boolean, field: string, text: string): Problem[] {
  return isRight ? [] : [{ field, text }];
}

/** The problem of a value that isn't one of those allowed. */
export function checkChoice(field: string, value: string, allowed: readonly string[]): Problem[] {
  return check(allowed.includes(value), field, `The value must be one of [${allowed.join(", ")}].`);
}

/** Okta's form: the first field in the summary, each fault as a cause `field: text`. */
export function throwIfAny(problems: readonly Problem[]): void {
  const error = createProblemError(problems);
  if (error !== undefined) throw error;
}

function createProblemError(problems: readonly Problem[]): ApiError | undefined {
  const [first] = problems;
  if (first === undefined) return undefined;
  return createValidationError(
    first.field,
    problems.map(({ field, text }) => `${field}: ${text}`),
  );
}

export const blank = "The field cannot be left blank";
export const taken = "An object with this field already exists in the current organization";

/** The length in Unicode code points. */
export function countCharacters(text: string): number {
  return Array.from(text).length;
}
