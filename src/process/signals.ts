import { constants } from "node:os";
import type { Leftovers } from "../context.ts";
import {
  computeSignalExitCode,
  interrupted,
  OktaUnlockError,
  type StopSignal,
  stopSignals,
} from "../errors.ts";
import { reportError } from "../terminal/error-report.ts";
import type { Output } from "../terminal/output.ts";

/** How a run learns that it was asked to stop. */
export interface Interruption {
  readonly signal: AbortSignal;
  readonly leftovers: Leftovers;
}

/** Those that the platform has. Windows knows more names than it sends. */
export function listStopSignals(platform: NodeJS.Platform): readonly StopSignal[] {
  const sentByWindows: readonly StopSignal[] = ["SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"];
  return platform === "win32" ? sentByWindows : stopSignals.filter((name) => name in constants.signals);
}

/**
 * npm forwards a Ctrl-C that the terminal has sent to us as well, so that one key press can arrive twice. A person who
 * means it presses again after a moment.
 */
const samePressMilliseconds = 500;

/**
 * The first signal aborts, so that the run can undo what it made; the same signal again later quits at once and names what is
 * left behind. A different signal does not: CI systems routinely send SIGTERM after SIGINT. The listeners stay until the end:
 * they keep no process alive, and a signal that arrives when everything is done must not turn success into failure.
 */
export function listenForSignals(
  process: NodeJS.Process,
  stderr: Output,
  form: { readonly json: boolean },
): Interruption {
  const controller = new AbortController();
  const lines = new Set<string>();
  const firstAt = new Map<StopSignal, number>();
  const onSignal = (name: StopSignal): void => {
    const before = firstAt.get(name);
    if (before === undefined) {
      firstAt.set(name, performance.now());
      controller.abort(interrupted(name));
    } else if (performance.now() - before > samePressMilliseconds) {
      reportError(createStoppedError(lines), stderr, form);
      process.exit(computeSignalExitCode(name));
    }
  };
  for (const name of listStopSignals(process.platform)) process.on(name, onSignal);
  return {
    signal: controller.signal,
    leftovers: {
      add(line) {
        lines.add(line);
        return () => lines.delete(line);
      },
    },
  };
}

function createStoppedError(leftovers: ReadonlySet<string>): OktaUnlockError {
  return new OktaUnlockError("interrupted", {
    message:
      leftovers.size === 0 ? "Stopped immediately." : "Stopped immediately, before everything was removed.",
    next: "Run the same command again when you are ready.",
    details: [...leftovers].map((line) => `Left behind: ${line}`),
  });
}
