import type { Choice, Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import { isSwitch } from "../terminal/switches.ts";
import type { Answer, Known } from "../project/answer.ts";
import { type Parsed, refused } from "../values/branded.ts";
import { type Correction, formatCorrected } from "./corrected-command.ts";

/** One value that a command needs: where it may come from and how it is checked. */
export interface Field<T> {
  /** As said in messages: `bundle id`. */
  readonly label: string;
  /** As typed, with its placeholder: `--bundle-id <id>`. */
  readonly flag: string;
  /** The environment variable that stands in for the flag. */
  readonly variable: string;
  readonly question: string;
  /** When there are only a few answers: offered instead of a line to type. A single one is taken without asking. */
  readonly choices?: readonly Choice<string>[];
  /** The last choice leads to a list of which any number can be chosen; `parse` then gets them with commas between. */
  readonly several?: { readonly choice: string; readonly question: string };
  readonly parse: (text: string) => Parsed<T>;
  /** Taken when nobody answers; offered as the default when somebody can. */
  readonly fallback?: string | undefined;
  /** The default is made from another value. When that one is missing or refused, only that is reported. */
  readonly isDerived?: true;
  /** The default is taken without a question. */
  readonly isSettled?: boolean;
}

/** Reads fields from what was given, a question, or the default. */
export interface Reading {
  /** The value of a field, or undefined when it is refused or missing (then `finish` throws). */
  resolve<T>(field: Field<T>, given: string | undefined): Promise<T | undefined>;
  /**
   * The values of a field that may have several, each once; what is refused or missing is not among them. `split` takes the
   * text of a variable apart.
   */
  resolveAll<T>(
    field: Field<T>,
    given: readonly string[] | undefined,
    split: (text: string) => readonly string[],
  ): Promise<readonly T[]>;
}

export type FieldSource = Pick<Context, "args" | "env" | "interaction" | "log" | "prompts" | "signal">;

/** One thing that is wrong with what was given. */
export interface Fault {
  readonly line: string;
  readonly correction?: Correction | undefined;
}

/** A text that was given, and by what: `--name <name>`, or `OKTA_UNLOCK_NAME`. */
interface Given {
  readonly text: string;
  readonly by: string;
}

export interface Faults {
  readonly missing: Fault[];
  readonly refusals: Fault[];
}

/** How values are read: from what was given, a question, or the default. */
export function createReading(
  context: FieldSource,
  faults: Faults,
  answered: (answer: Correction) => void,
): Reading {
  const { missing, refusals } = faults;
  const acceptGiven = <T>(field: Field<T>, given: Given): T | undefined => {
    const value = accept(context, given.text.trim() === "" ? refuseEmpty(field) : field, given, refusals);
    if (context.interaction.canAsk) throwWhenIncomplete(context, faults);
    return value;
  };
  const settle = async <T>(field: Field<T>): Promise<T | undefined> => {
    const only = findOnlyChoice(field);
    const isAsked = context.interaction.canAsk && field.isSettled !== true && only === undefined;
    if (isAsked) return ask(context, field, answered);
    const fallback = only ?? field.fallback;
    if (fallback !== undefined) return accept(context, field, { text: fallback, by: field.flag }, refusals);
    if (field.isDerived === true) return undefined;
    const [first] = field.choices ?? [];
    const line = `${field.label}: ${describeFlag(field)}, or ${field.variable}`;
    return note(missing, { line, correction: { flag: field.flag, value: first?.value } });
  };
  return {
    async resolve(field, text) {
      const [given] = listGiven(context.env, field, text === undefined ? undefined : [text]) ?? [];
      return given === undefined ? settle(field) : acceptGiven(field, given);
    },
    async resolveAll(field, texts, split) {
      const given = listGiven(context.env, field, texts, split);
      const values = given?.map((each) => acceptGiven(field, each)) ?? [await settle(field)];
      return [...new Set(values.filter((value) => value !== undefined))];
    },
  };
}

/** `--bundle-id <id>`, or `--platform <ios|android>`. */
function describeFlag<T>({ flag, choices }: Field<T>): string {
  if (choices === undefined) return flag;
  return flag.replace(/<.*>/u, `<${choices.map(({ value }) => value).join("|")}>`);
}

/** What was given by the flag, or else by the variable; undefined when neither was. */
function listGiven(
  env: FieldSource["env"],
  { flag, variable }: Field<unknown>,
  texts: readonly string[] | undefined,
  split: (text: string) => readonly string[] = (text) => [text],
): readonly Given[] | undefined {
  if (texts !== undefined) return texts.map((text) => ({ text, by: flag }));
  const text = env[variable];
  if (text === undefined) return undefined;
  const parts = text.trim() === "" ? [text] : split(text);
  return parts.map((part) => ({ text: part, by: variable }));
}

/** An empty text names nothing, and is no wish for the default either: it is what an unset variable of a shell leaves. */
function refuseEmpty<T>(field: Field<T>): Field<T> {
  return { ...field, parse: () => refused("It is empty.") };
}

function accept<T>(
  context: FieldSource,
  field: Field<T>,
  { text, by }: Given,
  refusals: Fault[],
): T | undefined {
  const parsed = field.parse(text);
  if (!parsed.ok) {
    const line = `${field.label} (${by}): ${explain(parsed)}`;
    // There is no placeholder for what a switch says.
    const isUnclear = isSwitch(field.flag) && parsed.suggestion === undefined;
    const correction = { flag: field.flag, refused: text, value: parsed.suggestion };
    return note(refusals, isUnclear ? { line } : { line, correction });
  }
  for (const line of parsed.notes) context.log.info(line);
  return parsed.value;
}

export async function ask<T>(
  context: FieldSource,
  field: Field<T>,
  answered: (answer: Correction) => void,
): Promise<T> {
  const text = await readAnswer(context, field);
  const parsed = field.parse(text);
  // The question took no other.
  if (!parsed.ok) throw new Error(parsed.problem);
  for (const line of parsed.notes) context.log.info(line);
  answered({ flag: field.flag, value: text });
  return parsed.value;
}

async function readAnswer<T>({ prompts }: FieldSource, field: Field<T>): Promise<string> {
  const { question: message, choices, fallback } = field;
  if (choices !== undefined) return chooseAnswer(prompts, field, choices);
  return prompts.input({
    message,
    ...(fallback === undefined ? {} : { default: fallback }),
    validate(text) {
      const parsed = field.parse(text);
      return parsed.ok ? true : explain(parsed);
    },
  });
}

async function chooseAnswer(
  prompts: FieldSource["prompts"],
  { question: message, several, fallback }: Field<unknown>,
  choices: readonly Choice<string>[],
): Promise<string> {
  const sorted = sortFallbackFirst(choices, fallback);
  if (several === undefined) return prompts.select({ message, choices: sorted });
  const last = { value: undefined, name: several.choice };
  const one = await prompts.select<string | undefined>({ message, choices: [...sorted, last] });
  return one ?? (await prompts.checkbox({ message: several.question, choices })).join(",");
}

/** Nothing is left to choose. */
function findOnlyChoice({ choices = [] }: Pick<Field<unknown>, "choices">): string | undefined {
  const [only, ...others] = choices;
  return others.length === 0 ? only?.value : undefined;
}

/** The first choice is the one that Enter takes. */
function sortFallbackFirst(choices: readonly Choice<string>[], fallback: string | undefined) {
  return choices.toSorted((one, other) => Number(other.value === fallback) - Number(one.value === fallback));
}

export function note(faults: Fault[], fault: Fault): undefined {
  faults.push(fault);
}

/** The sentence for a value that was refused, with what to type instead when that can be said. */
export function explain(refusal: Extract<Parsed<never>, { readonly ok: false }>): string {
  const { problem, suggestion } = refusal;
  return suggestion === undefined ? problem : `${problem} Try ${suggestion}`;
}

export function throwWhenIncomplete({ args, interaction }: FieldSource, { missing, refusals }: Faults): void {
  const faults = [...refusals, ...missing];
  const [count, one] = [faults.length, faults.length === 1];
  // A command that mends only some of what is listed would be refused again.
  const corrections = faults.flatMap(({ correction }) => correction ?? []);
  const command = corrections.length === count ? formatCorrected(args, corrections) : undefined;
  if (refusals.length > 0) {
    throw new OktaUnlockError("invalid-value", {
      message: one ? "A value is not valid." : `${count} values need correction.`,
      details: [...refusals.map(({ line }) => line), ...missing.map(({ line }) => `missing ${line}`)],
      next: `Correct what is listed, then run the command again${command === undefined ? "." : `: ${command}`}`,
    });
  }
  if (missing.length > 0) {
    throw new OktaUnlockError("missing-input", {
      message: one ? "A value is missing." : `${count} values are missing.`,
      why: interaction.yes ? "With --yes nothing is asked." : "This run can't ask questions.",
      details: missing.map(({ line }) => line),
      next: `Give what is listed${command === undefined ? ", then run the command again." : `: ${command}`}`,
    });
  }
}

/** A project answer as a field to gather; `fallback` stands in for the answer's own default. */
export function toField<T>(
  answer: Answer<T>,
  known: Known,
  fallback: string | undefined = answer.fallback(known),
): Field<T> {
  const { label, flag, variable, question, isDerived, choices, several } = answer;
  return {
    label,
    flag,
    variable,
    question,
    ...(choices && { choices: choices(known) }),
    ...(several && { several }),
    parse: (text) => answer.parse(text, known),
    fallback,
    ...(isDerived && { isDerived }),
  };
}
