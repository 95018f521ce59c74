import type { Choice, Context, Prompts } from "../context.ts";
import { interrupted, OktaUnlockError } from "../errors.ts";
import type { Answer, Known } from "../project/answers.ts";
import type { Parsed } from "../values/branded.ts";
import { type OrgUrl, parseOrgUrl } from "../values/org-url.ts";
import type { RedirectUri } from "../values/redirect-uri.ts";
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
  readonly parse: (text: string) => Parsed<T>;
  /** Taken when nobody answers; offered as the default when somebody can. */
  readonly fallback?: string | undefined;
  /** The default is made from another value. When that one is missing or refused, only that is reported. */
  readonly isDerived?: true;
  /** The default is taken without a question. */
  readonly isSettled?: boolean;
}

/** Gathers the values of one command, so that everything wrong or missing is said at once. */
export interface Gathering {
  /** The value of a field, or undefined when it is refused or missing (then `finish` throws). */
  resolve<T>(field: Field<T>, given: string | undefined): Promise<T | undefined>;
  /** Asks, whatever was given before: for a value that somebody wants to change. */
  ask<T>(field: Field<T>): Promise<T>;
  /** Notes what somebody answered, outside of a field. */
  answered(answer: Correction): void;
  /**
   * What `work` gives. When somebody stops it, the error says the command that goes on from there, with the answers given so
   * far.
   */
  keepAnswers<T>(work: () => Promise<T>): Promise<T>;
  /** Notes a value that is missing, outside of a field; with the flag that gives it, when there is one. */
  missing(line: string, correction?: Correction): undefined;
  /** Notes a value that was refused, outside of a field; with what mends the command line, when that can be said. */
  refused(line: string, correction?: Correction): undefined;
  /** What `read` gives; notes it as refused when that throws `invalid-value`. */
  attempt<T>(label: string, read: () => Promise<T> | T): Promise<T | undefined>;
  /** Throws when anything was refused or missing. */
  finish(): void;
  /** As `finish`; gives the values back, none of them undefined. */
  all<T extends object>(values: T): Gathered<T>;
}

/** A record of values without any that is undefined. */
export type Gathered<T> = { readonly [Name in keyof T]: Exclude<T[Name], undefined> };

type Source = Pick<Context, "args" | "env" | "interaction" | "log" | "prompts" | "signal">;

/** One thing that is wrong with what was given. */
interface Fault {
  readonly line: string;
  readonly correction?: Correction | undefined;
}

interface Faults {
  readonly missing: Fault[];
  readonly refusals: Fault[];
}

/**
 * Flags beat the environment, which beats the question, which beats the default. Where somebody is asked, a refused flag
 * ends the questions at once.
 */
export function startGathering(context: Source): Gathering {
  const faults: Faults = { missing: [], refusals: [] };
  const { missing, refusals } = faults;
  const thrown: OktaUnlockError[] = [];
  const answers = new Map<string, Correction>();
  const answered = (answer: Correction): void => void answers.set(answer.flag, answer);
  const finish = (): void => {
    // Alone, it says better what to do.
    if (refusals.length + missing.length === 1 && thrown[0] !== undefined) throw thrown[0];
    throwWhenIncomplete(context, faults);
  };
  return {
    async resolve(field, given) {
      const text = given ?? context.env[field.variable];
      if (text !== undefined) {
        const value = accept(context, field, text, refusals);
        if (context.interaction.canAsk) throwWhenIncomplete(context, faults);
        return value;
      }
      const only = findOnlyChoice(field);
      const isAsked = context.interaction.canAsk && field.isSettled !== true && only === undefined;
      if (isAsked) return ask(context, field, answered);
      const fallback = only ?? field.fallback;
      if (fallback !== undefined) return accept(context, field, fallback, refusals);
      if (field.isDerived === true) return undefined;
      const [first] = field.choices ?? [];
      const line = `${field.label}: ${describeFlag(field)}, or ${field.variable}`;
      return note(missing, { line, correction: { flag: field.flag, value: first?.value } });
    },
    ask: (field) => ask(context, field, answered),
    answered,
    keepAnswers: (work) => keepAnswers(context, answers, work),
    missing: (line, correction) => note(missing, { line, correction }),
    refused: (line, correction) => note(refusals, { line, correction }),
    attempt: async (label, read) => {
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof OktaUnlockError) || error.code !== "invalid-value") throw error;
        thrown.push(error);
        return note(refusals, { line: `${label}: ${error.message} ${error.why ?? ""}`.trim() });
      }
    },
    finish,
    all(values) {
      finish();
      return assertGathered(values);
    },
  };
}

/** A value that is undefined has been noted as refused or missing; one that was not is a bug. */
function assertGathered<T extends object>(values: T): Gathered<T> {
  const absent = Object.keys(values).filter(
    (name) => (values as Record<string, unknown>)[name] === undefined,
  );
  if (absent.length > 0) throw new Error(`never gathered: ${absent.join(", ")}`);
  return values as Gathered<T>;
}

/** `--bundle-id <id>`, or `--platform <ios or android>`. */
function describeFlag<T>({ flag, choices }: Field<T>): string {
  if (choices === undefined) return flag;
  return flag.replace(/<.*>/u, `<${choices.map(({ value }) => value).join(" or ")}>`);
}

function accept<T>(context: Source, field: Field<T>, text: string, refusals: Fault[]): T | undefined {
  const parsed = field.parse(text);
  if (!parsed.ok) {
    const line = `${field.label} (${field.flag}): ${explain(parsed)}`;
    return note(refusals, {
      line,
      correction: { flag: field.flag, refused: text, value: parsed.suggestion },
    });
  }
  for (const line of parsed.notes) context.log.info(line);
  return parsed.value;
}

async function ask<T>(context: Source, field: Field<T>, answered: (answer: Correction) => void): Promise<T> {
  const text = await readAnswer(context, field);
  const parsed = field.parse(text);
  // The question took no other.
  if (!parsed.ok) throw new Error(parsed.problem);
  for (const line of parsed.notes) context.log.info(line);
  answered({ flag: field.flag, value: text });
  return parsed.value;
}

async function keepAnswers<T>(
  { args, signal }: Source,
  answers: ReadonlyMap<string, Correction>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    // After Ctrl-C whatever fails fails because of it.
    const error: unknown = signal.aborted && !isStop(thrown) ? signal.reason : thrown;
    const says = isStop(error) && error.next === interrupted().next;
    if (!says || answers.size === 0) throw thrown;
    const command = formatCorrected(args, [...answers.values()]);
    throw error.with({ next: `To go on with the answers so far: ${command}` });
  }
}

function isStop(error: unknown): error is OktaUnlockError {
  return error instanceof OktaUnlockError && error.code === "interrupted";
}

async function readAnswer<T>({ prompts }: Source, field: Field<T>): Promise<string> {
  const { question: message, choices, fallback } = field;
  if (choices !== undefined)
    return prompts.select({ message, choices: sortFallbackFirst(choices, fallback) });
  return prompts.input({
    message,
    ...(fallback === undefined ? {} : { default: fallback }),
    validate(text) {
      const parsed = field.parse(text);
      return parsed.ok ? true : explain(parsed);
    },
  });
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

function note(faults: Fault[], fault: Fault): undefined {
  faults.push(fault);
}

/** The sentence for a value that was refused, with what to type instead when that can be said. */
export function explain(refusal: Extract<Parsed<never>, { readonly ok: false }>): string {
  const { problem, suggestion } = refusal;
  return suggestion === undefined ? problem : `${problem} Try ${suggestion}`;
}

function throwWhenIncomplete({ args, interaction }: Source, { missing, refusals }: Faults): void {
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

/** Asks for the URL of an org until it is one; `notes` say what was changed on the way in. */
export async function askForOrgUrl(
  prompts: Pick<Prompts, "input">,
): Promise<{ readonly value: OrgUrl; readonly notes: readonly string[] }> {
  const answer = parseOrgUrl(
    await prompts.input({
      message: "The URL of your org:",
      validate(text) {
        const parsed = parseOrgUrl(text);
        return parsed.ok ? true : explain(parsed);
      },
    }),
  );
  if (!answer.ok) throw new Error(answer.problem);
  return answer;
}
