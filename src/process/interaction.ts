import type { Context, Interaction } from "../context.ts";
import type { GlobalFlags } from "../terminal/global-flags.ts";
import { isContinuousIntegration } from "./environment.ts";

/** Nobody is asked unless a person can both read the question and answer it. */
export function createInteraction(
  process: NodeJS.Process,
  env: Context["env"],
  flags: GlobalFlags,
): Interaction {
  const isUnattended = flags.noInput || isContinuousIntegration(env);
  const mayAsk = !isUnattended && !flags.yes && !flags.json;
  return {
    get canAsk() {
      return mayAsk && isTerminal(process, 0) && isTerminal(process, 2);
    },
    isUnattended,
    yes: flags.yes,
    json: flags.json,
    verbose: flags.verbose,
  };
}

/** Asking a stream itself would open it; what asks the descriptor loads the network code, so help does without. */
export function isTerminal(process: NodeJS.Process, descriptor: number): boolean {
  return process.getBuiltinModule("node:tty").isatty(descriptor);
}
