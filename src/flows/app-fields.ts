import type { Answer, Known } from "../project/answers.ts";
import type { RedirectUri } from "../values/redirect-uri.ts";
import type { Field, Gathering } from "./fields.ts";

/** A project answer as a field to gather; `fallback` stands in for the answer's own default. */
export function toField<T>(
  answer: Answer<T>,
  known: Known,
  fallback: string | undefined = answer.fallback(known),
): Field<T> {
  const { label, flag, variable, question, isDerived, choices } = answer;
  return {
    label,
    flag,
    variable,
    question,
    ...(choices && { choices: choices(known) }),
    parse: (text) => answer.parse(text, known),
    fallback,
    ...(isDerived && { isDerived }),
  };
}

/** The values of a repeatable flag, each parsed by `field`; for an undefined one what the field gives without the flag. */
export async function gatherUris(
  gathering: Gathering,
  field: Field<RedirectUri>,
  given: readonly (string | undefined)[],
): Promise<RedirectUri[]> {
  const values = await Promise.all(given.map((text) => gathering.resolve(field, text)));
  return values.filter((value) => value !== undefined);
}
