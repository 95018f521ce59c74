import { measureColumns } from "./columns.ts";
import { wrap } from "./wrap.ts";

/**
 * inquirer breaks lines at the last column, inside of words. These break a question between words before it does, for a
 * terminal of `width` columns.
 */
export interface Screen {
  readonly width: number;
}

/** `? ` and the space behind the message. */
const frame = 3;

/** The message of a line to type or a yes-or-no; `hint` is what stands behind it: the default, or `Y/n`. */
export function fitMessage(message: string, { width }: Screen, hint = ""): string {
  const behind = hint === "" ? 0 : measureColumns(hint) + " ()".length;
  if (frame + measureColumns(message) + behind <= width) return message;
  const wrapped = wrap(message, { width: width - frame, indent: 2 });
  const last = wrapped.slice(wrapped.lastIndexOf("\n") + 1);
  // What is typed, and its default, get a line of their own.
  return frame + measureColumns(last) + behind <= width ? wrapped : `${wrapped}\n `;
}

/** The sentence below a question; inquirer puts `> ` before it. */
export function fitSentence(text: string, { width }: Screen): string {
  return wrap(text, { width, indent: 2 });
}

interface Item {
  readonly name: string;
  readonly description?: string;
}

/** The items of a list, each behind a cursor of two columns, and the description of the one that it points at. */
export function fitChoices<T extends Item>(choices: readonly T[], { width }: Screen): T[] {
  return choices.map((choice) => ({
    ...choice,
    name: wrap(choice.name, { width: width - 2, indent: 4 }),
    ...(choice.description !== undefined && { description: wrap(choice.description, { width, indent: 0 }) }),
  }));
}
