import { exitCodes } from "./errors.ts";
import { createProcessContext, type Launch } from "./process-context.ts";
import { runProgram } from "./program.ts";
import { reportError, toOktaUnlockError } from "./terminal/error-report.ts";

/**
 * The process edge: builds the context, runs the program, and maps what was thrown to one report and one exit code.
 * Only this module sets the exit code; only a second signal (signals.ts) exits at once.
 */
export async function run(process: NodeJS.Process, launch: Launch): Promise<void> {
  const edge = createProcessContext(process, launch);
  const { context, stdout, stderr } = edge;
  endQuietlyWhenReaderLeaves(process);
  try {
    await runProgram(context, { args: launch.args, stdout, stderr });
  } catch (thrown) {
    const error = toOktaUnlockError(context.signal.aborted ? context.signal.reason : thrown);
    reportError(error, stderr, context.interaction);
    if (thrown instanceof Error && thrown.stack !== undefined) context.log.debug(thrown.stack);
    process.exitCode = error.exitCode;
  } finally {
    await edge.dispose();
  }
}

/** `okta-unlock … | head -1` closes our stdout early: no error of ours. */
function endQuietlyWhenReaderLeaves(process: NodeJS.Process): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCodes.done);
    throw error;
  });
}
