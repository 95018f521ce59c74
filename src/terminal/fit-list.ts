import type { Choice } from "../context.ts";
import { fitChoices, fitMessage } from "./fit-question.ts";

interface List<T> {
  readonly message: string;
  readonly choices: readonly Choice<T>[];
}

/** Lines of a list that are shown at once; longer ones scroll. */
const pageSize = 12;

/** Something has to be chosen, and the line that explains the keys has to fit. */
export const checkboxRules = { required: true, shortcuts: { all: null, invert: null } } as const;

/** A list for a terminal of `width` columns, its texts made harmless by `show`. */
export function fitList<T>({ message, choices }: List<T>, show: (text: string) => string, width: number) {
  const shown = choices.map(({ value, name, description }): Choice<T> => ({
    value,
    name: show(name),
    ...(description !== undefined && { description: show(description) }),
  }));
  return { message: fitMessage(show(message), { width }), choices: fitChoices(shown, { width }), pageSize };
}
