import type { Leftovers } from "./context.ts";
import { exitCodes, interrupted } from "./errors.ts";
import type { Output } from "./terminal/output.ts";

/** How a run learns that it was asked to stop. */
export interface Interruption {
  readonly signal: AbortSignal;
  readonly leftovers: Leftovers;
  dispose(): void;
}

const watched = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * The first signal aborts, so that the run can undo what it made; the second quits at once and names what is
 * left behind.
 */
export function listenForSignals(process: NodeJS.Process, stderr: Output): Interruption {
  const controller = new AbortController();
  const lines = new Set<string>();
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) quit(process, stderr, lines);
    controller.abort(interrupted(name));
  };
  for (const name of watched) process.on(name, onSignal);
  return {
    signal: controller.signal,
    leftovers: {
      add(line) {
        lines.add(line);
        return () => lines.delete(line);
      },
    },
    dispose() {
      for (const name of watched) process.off(name, onSignal);
    },
  };
}

function quit(process: NodeJS.Process, stderr: Output, leftovers: ReadonlySet<string>): never {
  if (leftovers.size > 0) {
    stderr.write(
      `\nStopped before everything was removed. Left behind:\n${[...leftovers].map((line) => `  - ${line}\n`).join("")}`,
    );
  }
  process.exit(exitCodes.interrupted);
}
