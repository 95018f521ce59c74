import type { Context, Interaction } from "../context.ts";
import type { GlobalFlags } from "../terminal/global-flags.ts";
import { isContinuousIntegration } from "./environment.ts";

/** Its window gives programs pipes, unless it was installed with pseudo consoles. https://github.com/git-for-windows/git/issues/2594 */
const gitBash =
  "In the window of Git Bash nobody can be asked: put winpty in front (winpty okta-unlock.cmd …), or use another terminal.";

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
    get obstacle() {
      const isPipe = mayAsk && !isTerminal(process, 0);
      return isPipe && process.platform === "win32" && env["MSYSTEM"] ? gitBash : undefined;
    },
    yes: flags.yes,
    json: flags.json,
    verbose: flags.verbose,
  };
}

/** Asking a stream itself would open it; what asks the descriptor loads the network code, so help does without. */
export function isTerminal(process: NodeJS.Process, descriptor: number): boolean {
  return process.getBuiltinModule("node:tty").isatty(descriptor);
}
