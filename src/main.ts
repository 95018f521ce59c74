import { exitCodes } from "./errors.ts";
import { createProcessContext } from "./process-context.ts";
import { runProgram } from "./program.ts";
import { reportError, toOktaUnlockError } from "./terminal/error-report.ts";
import { readGlobalFlags } from "./terminal/global-flags.ts";

/**
 * The process edge: builds the context, runs the program, and maps what was thrown to one report and one exit
 * code. `packageRoot` is the absolute path of the folder that holds package.json.
 */
export async function main(process: NodeJS.Process, packageRoot: string): Promise<void> {
  const args = process.argv.slice(2);
  const run = createProcessContext(process, packageRoot, readGlobalFlags(args));
  const { context, stdout, stderr } = run;
  endQuietlyWhenReaderLeaves(process);
  try {
    await runProgram(context, { args, stdout, stderr });
  } catch (thrown) {
    const error = toOktaUnlockError(context.signal.aborted ? context.signal.reason : thrown);
    reportError(error, stderr, context.interaction);
    if (thrown instanceof Error && thrown.stack !== undefined) context.log.debug(thrown.stack);
    process.exitCode = error.exitCode;
  } finally {
    await run.dispose();
  }
}

/** `okta-unlock … | head -1` closes our stdout early: no error of ours. */
function endQuietlyWhenReaderLeaves(process: NodeJS.Process): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCodes.done);
    throw error;
  });
}
