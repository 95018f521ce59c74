import { interrupted, OktaUnlockError } from "../errors.ts";
import { wrap } from "../terminal/wrap.ts";
import { type Correction, formatCorrected } from "./corrected-command.ts";
import {
  ask,
  createReading,
  type Faults,
  type Field,
  type FieldSource,
  note,
  type Reading,
  throwWhenIncomplete,
} from "./read-field.ts";

/** Gathers the values of one command, so that everything wrong or missing is said at once. */
export interface Gathering extends Reading {
  /** Asks, whatever was given before: for a value that somebody wants to change. */
  ask<T>(field: Field<T>): Promise<T>;
  /** Notes what somebody answered, outside of a field. */
  answered(answer: Correction): void;
  /** Whether somebody answered for this flag, as typed with its placeholder. */
  hasAnswered(flag: string): boolean;
  /**
   * What `work` gives. When somebody stops it, or it fails, the command is said that goes on from there, with the answers given
   * so far.
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

/**
 * Flags beat the environment, which beats the question, which beats the default. Where somebody is asked, a refused flag
 * ends the questions at once.
 */
export function startGathering(context: FieldSource): Gathering {
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
    ...createReading(context, faults, answered),
    ask: (field) => ask(context, field, answered),
    answered,
    hasAnswered: (flag) => answers.has(flag),
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

async function keepAnswers<T>(
  { args, signal, log }: FieldSource,
  answers: ReadonlyMap<string, Correction>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    // After Ctrl-C whatever fails fails because of it.
    const error: unknown = signal.aborted && !isStop(thrown) ? signal.reason : thrown;
    if (answers.size === 0) throw thrown;
    const next = `To go on with the answers so far: ${formatCorrected(args, [...answers.values()])}`;
    if (isStop(error) && error.next === interrupted().next) throw error.with({ next });
    // An error has its own next step; the answers are for after that.
    log.show(next, (shown, _style, width) => wrap(shown, { width, indent: 0 }));
    throw thrown;
  }
}

function isStop(error: unknown): error is OktaUnlockError {
  return error instanceof OktaUnlockError && error.code === "interrupted";
}
