import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";

/** What undoing needs of the context. */
export type UndoContext = Pick<Context, "clock" | "leftovers" | "log">;

/** How one step is undone. Noted before the step runs, because its answer may never come. */
export interface Undoing {
  /** What may be left behind: `the app 0oa…`. */
  readonly describe: string;
  /** Undoes it, also when the step was not carried out at all. `signal` is a fresh one with a time limit. */
  readonly undo: (signal: AbortSignal) => Promise<void>;
  /** The command by which a person removes it. */
  readonly manualCommand: string;
}

/** A noted step. */
interface Noted {
  /** Says more exactly what is left and how to remove it, once that is known. */
  revise(words: Pick<Undoing, "describe" | "manualCommand">): void;
  /** Removes the note: the step is known not to have been carried out. */
  forget(): void;
}

/** What could not be undone. */
interface Leftover {
  readonly describe: string;
  readonly manualCommand: string;
  readonly why: string;
}

export interface Journal {
  note(undoing: Undoing): Noted;
  /** Undoes what was noted, newest first, goes on when one fails, and gives what is left. Can be called once. */
  rollback(title?: string): Promise<readonly Leftover[]>;
  /** Everything noted stays. */
  commit(): void;
}

/** Long enough for the rate limit to be waited out a few times; a second Ctrl-C ends it at once. */
const longestRollback = 600_000;
const attempts = 3;

/** A journal of one run. What is noted is also listed in `context.leftovers`, for a second Ctrl-C. */
export function createJournal(context: UndoContext): Journal {
  const entries: Entry[] = [];
  const clear = () => entries.splice(0).forEach(({ unlist }) => unlist());
  return {
    note(undoing) {
      const entry: Entry = { undoing, unlist: list(context, undoing) };
      entries.push(entry);
      return {
        revise(words) {
          entry.unlist();
          entry.undoing = { ...undoing, ...words };
          entry.unlist = list(context, entry.undoing);
        },
        forget() {
          entry.unlist();
          entries.splice(entries.indexOf(entry), 1);
        },
      };
    },
    async rollback(title = "Undo the changes of this run") {
      const pending = entries.splice(0).toReversed();
      if (pending.length === 0) return [];
      const left: Leftover[] = [];
      const work = async (): Promise<void> => undoAll(context, pending, left);
      await context.log.step(title, work).catch(ignoreIncomplete);
      return left;
    },
    commit: clear,
  };
}

/**
 * Runs `work` with a journal: what it did stays when it succeeds, and is undone when it throws. What could not be
 * undone is added to the error, each with the command that does it.
 */
export async function withJournal<T>(
  context: UndoContext,
  work: (journal: Journal) => Promise<T>,
): Promise<T> {
  const journal = createJournal(context);
  try {
    const result = await work(journal);
    journal.commit();
    return result;
  } catch (error) {
    const left = await journal.rollback();
    throw left.length === 0 ? error : addLeftovers(context, error, left);
  }
}

/** How the undoing is reported. */
export interface PassingWords {
  /** What it is called. */
  readonly title: string;
  /** Gets what could not be undone after a success, a sentence each with the command that does it. */
  readonly onLeft: (lines: readonly string[]) => void;
}

/**
 * Runs `work` with a journal, and undoes what it did however it ends. What could not be undone is added to the error; after a
 * success it is told to `onLeft`.
 */
export async function withPassing<T>(
  context: UndoContext,
  { title, onLeft }: PassingWords,
  work: (journal: Journal) => Promise<T>,
): Promise<T> {
  const journal = createJournal(context);
  const [outcome] = await Promise.allSettled([work(journal)]);
  const left = await journal.rollback(title);
  if (outcome.status === "rejected") {
    throw left.length === 0 ? outcome.reason : addLeftovers(context, outcome.reason, left);
  }
  if (left.length > 0) onLeft(left.map(describeLeftover));
  return outcome.value;
}

interface Entry {
  undoing: Undoing;
  unlist: () => void;
}

function list({ leftovers }: UndoContext, { describe, manualCommand }: Undoing): () => void {
  return leftovers.add(`${describe}: ${manualCommand}`);
}

/** Marks the shown step as failed; the leftovers say the rest. */
class Incomplete extends Error {}

function ignoreIncomplete(error: unknown): void {
  if (!(error instanceof Incomplete)) throw error;
}

/** Adds to `left` what could not be undone, and throws `Incomplete` when that is anything. */
async function undoAll(context: UndoContext, entries: readonly Entry[], left: Leftover[]): Promise<void> {
  const signal = AbortSignal.timeout(longestRollback);
  for (const { undoing, unlist } of entries) {
    const failure = await undo(context, undoing, signal);
    if (failure !== undefined) left.push(failure);
    unlist();
  }
  if (left.length > 0) throw new Incomplete();
}

/** Undefined when it worked. */
async function undo(
  context: UndoContext,
  undoing: Undoing,
  signal: AbortSignal,
): Promise<Leftover | undefined> {
  const { describe, manualCommand } = undoing;
  let why = "";
  for (let attempt = 0; attempt < attempts && !signal.aborted; attempt += 1) {
    try {
      if (attempt > 0) await context.clock.sleep(1000 * attempt, signal);
      await undoing.undo(signal);
      context.log.debug(`Undone: ${describe}`);
      return undefined;
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
      if (!mayPassLater(error)) break;
    }
  }
  return { describe, manualCommand, why };
}

function mayPassLater(error: unknown): boolean {
  return error instanceof OktaUnlockError && ["network-unreachable", "okta-unavailable"].includes(error.code);
}

function addLeftovers(context: UndoContext, error: unknown, left: readonly Leftover[]): unknown {
  const lines = left.map(describeLeftover);
  if (!(error instanceof OktaUnlockError)) {
    for (const line of lines) context.log.warn(line);
    return error;
  }
  return error.with({ details: [...error.details, ...lines], cause: error.cause ?? error });
}

function describeLeftover({ describe, manualCommand, why }: Leftover): string {
  return `Left behind: ${describe} (${why}) Clean up with: ${manualCommand}`;
}
