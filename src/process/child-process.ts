import type { ChildProcess } from "node:child_process";
import { dirname } from "node:path";
import { listFile, startShell } from "../shell-lines.ts";
import type { RunForeground, Spawn } from "../context.ts";
import { computeSignalExitCode, type ErrorCode, OktaUnlockError } from "../errors.ts";
import { endTree, endWithDescendants, waitForLastWords } from "./end-descendants.ts";
import { listStopSignals } from "./signals.ts";
import { isThereOnWindows, locateTool } from "../files/find-program.ts";
import { assertSpareDescriptors } from "../files/spare-descriptors.ts";

/**
 * Runs programs whose output is ours to read, and that nobody but us asked for: never one of the current folder. On Windows a
 * program that needs no folder runs in that of Node, and what it starts in turn is kept from the current folder, too.
 */
export function createSpawn(process: NodeJS.Process, signal: AbortSignal): Spawn {
  const { env, platform, execPath } = process;
  const isWindows = platform === "win32";
  const safeFolder = isWindows ? { cwd: dirname(execPath) } : {};
  const safeSearch = isWindows ? { NoDefaultCurrentDirectoryInExePath: "1" } : {};
  return async (command, args, { limit, withDescendants, ...options } = {}) => {
    const { execa } = await import("execa");
    assertSpareDescriptors();
    const program = locateTool(command, { env, platform });
    if (program === undefined) throw createSpawnError(`spawn ${command} ENOENT`, "ENOENT");
    const child = execa(program, args, {
      ...safeFolder,
      ...options,
      env: { ...env, ...safeSearch, ...options.env },
      extendEnv: false,
      reject: false,
      stdin: "ignore",
      cancelSignal: signal,
      ...(limit !== undefined && { timeout: limit, killSignal: "SIGKILL" }),
      ...(withDescendants && { detached: !isWindows }),
    });
    const stopWatching = withDescendants && endWithDescendants(process, child, signal);
    const result = await child;
    stopWatching?.();
    signal.throwIfAborted();
    if (result.timedOut) throw createSpawnError(`${command} did not end in time`, "ETIMEDOUT");
    // No exit code: the program could not be started, or was ended by a signal.
    if (result.exitCode === undefined) {
      const problem = result.originalMessage ?? result.shortMessage ?? `${command} can't be started`;
      throw createSpawnError(problem, result.code);
    }
    return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
  };
}

/** As the system says it where it is asked. */
function createSpawnError(message: string, code: string | undefined): Error {
  return Object.assign(new Error(message), { code });
}

/**
 * Runs programs in our place: they have our streams and get our signals. A signal that came before the start keeps the
 * program from being started; one that comes later is for the program to obey, and its end is waited for.
 */
export function createRunForeground(process: NodeJS.Process, signal: AbortSignal): RunForeground {
  return async (command, args, { env, cwd }) => {
    const { execa } = await import("execa");
    signal.throwIfAborted();
    assertSpareDescriptors();
    if (process.platform === "win32" && !isThereOnWindows(command, { env, cwd })) {
      throw createStartError(command, "ENOENT");
    }
    const child = execa(command, args, {
      cwd,
      env,
      extendEnv: false,
      stdio: "inherit",
      reject: false,
      // It may take its time to end.
      forceKillAfterDelay: false,
      cleanup: false,
      // Windows would hide the window of an emulator or a browser as well.
      windowsHide: false,
    });
    const stopForwarding = forwardSignals(process, (name) => child.kill(name));
    const stopEnding = endWith(process, child);
    try {
      const { exitCode, signal: killer, code, shortMessage } = await child;
      if (killer !== undefined) return computeSignalExitCode(killer);
      if (exitCode === undefined) throw createStartError(command, code, shortMessage);
      return toShellExitCode(exitCode, process.platform);
    } finally {
      stopForwarding();
      stopEnding();
    }
  };
}

/** What a key press sends: Ctrl-C, and Ctrl-\\ for programs that shall leave their memory behind. */
const typed: readonly string[] = ["SIGINT", "SIGQUIT"];

/**
 * A key press reaches all processes of the terminal's foreground, the child among them: to send it on would make two of
 * it, and many programs take the second for impatience. Windows sends all such events to every process of a console, and
 * to send one from here would end the child at once.
 */
function forwardSignals(process: NodeJS.Process, send: (name: NodeJS.Signals) => void): () => void {
  if (process.platform === "win32") return () => {};
  const isOnTerminal = [0, 1, 2].some((descriptor) =>
    process.getBuiltinModule("node:tty").isatty(descriptor),
  );
  const names = listStopSignals(process.platform).filter((name) => !isOnTerminal || !typed.includes(name));
  for (const name of names) process.on(name, send);
  return () => {
    for (const name of names) process.off(name, send);
  };
}

/** STATUS_CONTROL_C_EXIT: how Windows ends a program that does not listen to the keys that stop it. */
const endedByConsole = 0xc0_00_01_3a;

/** The exit code of a program as a shell of POSIX would give it: 130 after Ctrl-C, on Windows as elsewhere. */
export function toShellExitCode(exitCode: number, platform: NodeJS.Platform): number {
  return platform === "win32" && exitCode === endedByConsole ? computeSignalExitCode("SIGINT") : exitCode;
}

/**
 * Ends the program when we end before it: after a second signal, which it may have ignored as it did the first. It can still
 * tell its own children; npm does.
 */
function endWith(process: NodeJS.Process, child: Pick<ChildProcess, "kill" | "pid">): () => void {
  const end = (): void => {
    if (process.platform === "win32") return endTree(process, child);
    child.kill("SIGTERM");
    waitForLastWords();
    child.kill("SIGKILL");
  };
  process.once("exit", end);
  return () => process.off("exit", end);
}

/** Exit codes as a shell gives them: 127 when there is no such program, 126 when it can't be run. */
function createStartError(command: string, systemCode: string | undefined, why = ""): OktaUnlockError {
  const isMissing = systemCode === "ENOENT";
  const code: ErrorCode = isMissing ? "command-not-found" : "command-not-runnable";
  return new OktaUnlockError(code, {
    message: isMissing ? `There is no program ${JSON.stringify(command)}.` : `${command} can't be run.`,
    why: isMissing
      ? "It is neither on the PATH nor a file. Shell syntax and aliases are not supported."
      : (reasons[systemCode ?? ""] ?? why),
    next: isMissing
      ? `To use shell syntax, run a shell: ${startShell()}`
      : `See what it is: ${listFile(command)}`,
  });
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "It is not executable, or a folder.",
  ENOEXEC: "It is neither a program nor a script with a #! line.",
};
