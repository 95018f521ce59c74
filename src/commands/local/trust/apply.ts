import type { Context } from "../../../context.ts";
import { OktaUnlockError } from "../../../errors.ts";
import { hint, shellCommand } from "../../../hints.ts";
import { toPlainText } from "../../../values/command-text.ts";
import type { TrustStep } from "./steps.ts";

/** A step, and what became of it. */
export interface StepOutcome extends TrustStep {
  readonly ran: boolean;
  /** Null when it was not run. */
  readonly ok: boolean | null;
  /** What the program said when it failed. */
  readonly problem?: string;
}

/** What was asked for, besides what is to become of the steps. */
export interface TrustCommand {
  readonly platform?: string | undefined;
  readonly remove?: true | undefined;
  readonly dataDir?: string | undefined;
}

/** The command line that asks for it. */
export function formatTrustCommand(
  { platform, remove, dataDir }: TrustCommand,
  flags: { readonly apply?: true; readonly yes?: true } = {},
): string {
  const args = platform === undefined ? [] : [platform];
  return hint("local trust", { args, remove, "data-dir": dataDir, ...flags });
}

type Source = Pick<Context, "spawn" | "signal" | "interaction" | "prompts" | "log">;

/** Runs the steps that may be run, after asking; the others are left as they are. One that fails does not stop the next. */
export async function applySteps(
  context: Source,
  steps: readonly TrustStep[],
  command: TrustCommand,
): Promise<StepOutcome[]> {
  const runnable = steps.filter(({ isForApply }) => isForApply);
  if (runnable.length > 0) await confirm(context, runnable, command);
  const outcomes: StepOutcome[] = [];
  for (const step of steps) outcomes.push(await apply(context, step));
  return outcomes;
}

async function confirm(
  { interaction, prompts, log }: Source,
  steps: readonly TrustStep[],
  command: TrustCommand,
): Promise<void> {
  if (interaction.yes) return;
  if (!interaction.canAsk) {
    throw new OktaUnlockError("missing-input", {
      message: "Changing what is trusted needs confirmation, and this run cannot ask.",
      details: steps.flatMap(({ lines }) => lines),
      next: `Confirm it with: ${formatTrustCommand(command, { apply: true, yes: true })}`,
    });
  }
  for (const { lines } of steps) for (const line of lines) log.info(`  ${line}`);
  if (await prompts.confirm({ message: steps.length === 1 ? "Run it?" : "Run them?", default: false }))
    return;
  throw new OktaUnlockError("interrupted", {
    message: "Cancelled. Nothing was run.",
    next: `See the steps: ${formatTrustCommand(command)}`,
  });
}

async function apply({ spawn, signal, interaction }: Source, step: TrustStep): Promise<StepOutcome> {
  const [program, ...args] = step.command ?? [];
  if (!step.isForApply || program === undefined) return toSkipped(step);
  try {
    const limit = interaction.isUnattended ? unattendedMilliseconds : attendedMilliseconds;
    const { exitCode, stdout, stderr } = await spawn(program, args, { limit });
    if (exitCode === 0) return { ...step, ran: true, ok: true };
    return { ...step, ran: true, ok: false, problem: readFirstLine(`${stderr}\n${stdout}`) };
  } catch (error) {
    signal.throwIfAborted();
    if ((error as NodeJS.ErrnoException).code !== "ETIMEDOUT")
      return { ...step, ran: false, ok: false, problem: describeMissing(program, step) };
    return { ...step, ran: true, ok: false, problem: describeSilence(program, step) };
  }
}

function describeMissing(program: string, { missing }: TrustStep): string {
  return missing === undefined ? `${program} was not found` : `${program} was not found. ${missing}`;
}

/** To find a window of the system, and to answer it. */
const attendedMilliseconds = 120_000;

/** Nobody closes a window, and a file for a device is small. */
const unattendedMilliseconds = 30_000;

/** Windows and macOS ask before anything becomes trusted, in a window that a session without a desktop never shows. */
function describeSilence(program: string, { platform, command }: TrustStep): string {
  const what = `${program} did not end in time`;
  if (platform !== "desktop") return `${what}. Is a device connected, and does it ask for something?`;
  const asks = `${what}: the system asks in a window, which nobody has answered`;
  const forMachine = command?.filter((word) => word !== "-user") ?? [];
  if (forMachine.length === command?.length) return asks;
  return `${asks}. Without a desktop, as an administrator: ${toPlainText(shellCommand(...forMachine))}`;
}

/** A step that was only shown. */
export function toSkipped(step: TrustStep): StepOutcome {
  return { ...step, ran: false, ok: null };
}

function readFirstLine(text: string): string {
  return text.trim().split("\n")[0]?.trim() ?? "";
}

/** The error of a run in which a step failed; undefined when all went well. */
export function createTrustError(
  steps: readonly StepOutcome[],
  wanted: TrustCommand,
): OktaUnlockError | undefined {
  const failed = steps.filter(({ ok }) => ok === false);
  if (failed.length === 0) return undefined;
  return new OktaUnlockError("check-failed", {
    message: failed.length === 1 ? "A step failed." : `${failed.length} steps failed.`,
    details: failed
      .map(describeFailure)
      .filter((text, index, all) => failed[index]?.ran === true || all.indexOf(text) === index),
    next: `Fix that, then run the same command again: ${formatTrustCommand(wanted, { apply: true })}`,
  });
}

/** One missing program may fail several steps in the same words. */
function describeFailure({ ran, command, problem = "" }: StepOutcome): string {
  return ran ? `${command?.[0] ?? ""}: ${problem}` : problem;
}
