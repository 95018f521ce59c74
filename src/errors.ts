import { setVariable } from "./hints.ts";

import { constants } from "node:os";
import { toPlainText } from "./values/command-text.ts";

/**
 * Every failure a user can meet, as a closed union of codes. A code fixes the exit code; the thrower says
 * what happened, why, and the command to run next.
 */
export const exitCodes = {
  done: 0,
  bug: 1,
  usage: 2,
  notAllowed: 3,
  oktaRefused: 4,
  conflict: 5,
  network: 6,
  directory: 7,
  checkFailed: 8,
  notInstalled: 9,
  commandNotRunnable: 126,
  commandNotFound: 127,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

const exitCodeOf = {
  /** A bug of ours: anything thrown that is not an `OktaUnlockError`. */
  unexpected: exitCodes.bug,
  /** An option, argument or command that does not exist. */
  "unknown-usage": exitCodes.usage,
  /** A value given by flag, environment or answer that the tool can't accept. */
  "invalid-value": exitCodes.usage,
  /** Something is missing and nobody can be asked. */
  "missing-input": exitCodes.usage,
  /** No credential for the org. */
  "not-signed-in": exitCodes.notAllowed,
  /** Okta did not accept the credential (E0000011, E0000004). */
  "credential-rejected": exitCodes.notAllowed,
  /** The credential is known but may not do this (E0000006). */
  "permission-denied": exitCodes.notAllowed,
  /** Okta understood and refused (validation, lifecycle). */
  "okta-refused": exitCodes.oktaRefused,
  /** The org has no app, group, policy or server of that name or id, or does not show it (E0000007). */
  "not-found": exitCodes.oktaRefused,
  /** The org lacks a feature (E0000015). */
  "feature-missing": exitCodes.oktaRefused,
  /** The rate limit did not free up in time (E0000047). */
  "rate-limited": exitCodes.oktaRefused,
  /** Okta answered with something that is not its API: 5xx, HTML, a truncated body. */
  "okta-unavailable": exitCodes.oktaRefused,
  /** Several apps could be meant, or the existing one must not be touched. */
  "app-conflict": exitCodes.conflict,
  /** The folder holds a project made with other answers. */
  "project-conflict": exitCodes.conflict,
  /** Another process owns the local org's data folder or port. */
  "local-org-conflict": exitCodes.conflict,
  /** The host can't be reached, or did not answer in time. */
  "network-unreachable": exitCodes.network,
  /** The server's certificate is not trusted. */
  "tls-untrusted": exitCodes.network,
  /** The address answers, but is not an Okta org. */
  "not-an-okta-org": exitCodes.network,
  /** The target is a file, not writable, not empty, or the disk is full. */
  "directory-unusable": exitCodes.directory,
  /** Data on disk is corrupt, or made by a newer version. */
  "data-unreadable": exitCodes.directory,
  /** A check ran and found problems. */
  "check-failed": exitCodes.checkFailed,
  /** The project and its app are made, but its dependencies could not be installed. */
  "install-failed": exitCodes.notInstalled,
  /** The program that `run` was given is no program, or not executable. */
  "command-not-runnable": exitCodes.commandNotRunnable,
  /** There is no program of the name that `run` was given. */
  "command-not-found": exitCodes.commandNotFound,
  /** Ctrl-C, and a no to a plan. A run that another signal stopped has the exit code of that signal. */
  interrupted: exitCodes.interrupted,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof exitCodeOf;

/** All codes, for the contract test that compares them with docs/exit-codes.md. */
export const errorCodes = Object.keys(exitCodeOf) as ErrorCode[];

export interface ErrorDetails {
  /** What happened: one sentence. */
  readonly message: string;
  /** Why it happened: one sentence, when it is known. */
  readonly why?: string;
  /** What to do now: a sentence that ends with the command to run. */
  readonly next: string;
  /** A page that explains more. */
  readonly docs?: string;
  /** The single faults, when there are several (missing flags, validation causes, files in the way). */
  readonly details?: readonly string[];
  readonly cause?: unknown;
  /** Where the code alone does not fix it: an interruption ends with that of its signal. */
  readonly exitCode?: number;
}

/** Where everything about this program starts. */
export const packagePage = "https://www.npmjs.com/package/okta-unlock";

const defaultDocs = `${packagePage}#exit-codes`;

/** The one error class that is meant for users. Thrown anywhere, printed once, mapped once to an exit code. */
export class OktaUnlockError extends Error {
  override readonly name = "OktaUnlockError";
  readonly code: ErrorCode;
  readonly why: string | undefined;
  readonly next: string;
  readonly docs: string;
  readonly details: readonly string[];
  readonly exitCode: number;
  readonly #said: ErrorDetails;

  constructor(code: ErrorCode, said: ErrorDetails) {
    super(toPlainText(said.message), { cause: said.cause });
    this.code = code;
    this.why = said.why === undefined ? undefined : toPlainText(said.why);
    this.next = toPlainText(said.next);
    this.docs = said.docs ?? defaultDocs;
    this.details = (said.details ?? []).map(toPlainText);
    this.exitCode = said.exitCode ?? exitCodeOf[code];
    this.#said = said;
  }

  /** The same texts, with their commands marked: for who breaks them into lines. */
  get said(): ErrorDetails {
    return this.#said;
  }

  /** The same error with some of it said otherwise. */
  with(changes: Partial<ErrorDetails>): OktaUnlockError {
    return new OktaUnlockError(this.code, { ...this.#said, cause: this, ...changes });
  }
}

/**
 * The signals that end a program which does not listen for them, and that can be obeyed. Node keeps SIGPROF for its profiler,
 * and ignores SIGPIPE and SIGXFSZ; of SIGUSR1 it would open a debugger, to which every user of the machine can connect.
 */
export const stopSignals = [
  "SIGINT",
  "SIGTERM",
  "SIGHUP",
  "SIGBREAK",
  "SIGQUIT",
  "SIGUSR1",
  "SIGUSR2",
  "SIGALRM",
  "SIGVTALRM",
  "SIGXCPU",
  "SIGABRT",
  "SIGIO",
  "SIGPWR",
  "SIGSTKFLT",
] as const satisfies readonly NodeJS.Signals[];

/** A signal that stops a run in order. */
export type StopSignal = (typeof stopSignals)[number];

/**
 * 128 and the number of the signal on this platform, as shells have it. Ctrl-Break is what Windows has for SIGTERM: CI systems
 * send it there, and nobody sends SIGTERM.
 */
export function computeSignalExitCode(name: NodeJS.Signals): number {
  return 128 + constants.signals[name === "SIGBREAK" ? "SIGTERM" : name];
}

const keys: Partial<Record<StopSignal, string>> = { SIGINT: "Ctrl-C", SIGBREAK: "Ctrl-Break" };

/** The error for a run that the user, or the system, stopped. */
export function interrupted(signalName: StopSignal = "SIGINT"): OktaUnlockError {
  return new OktaUnlockError("interrupted", {
    message: `Stopped by ${keys[signalName] ?? signalName}.`,
    next: "Run the same command again when you are ready.",
    exitCode: computeSignalExitCode(signalName),
  });
}

/** The error for a variable of ours that is set, but empty: it names nothing, and is no wish for the default either. */
export function emptyVariable(name: string): OktaUnlockError {
  return new OktaUnlockError("invalid-value", {
    message: `${name} is empty.`,
    why: "A variable that is set must have a value.",
    next: `Remove it, or give it a value: ${setVariable(name, "<value>")}`,
  });
}

/** The error for a current folder that was deleted; libraries of ours look for it as they are loaded. */
export function noCurrentFolder(cause: unknown): OktaUnlockError {
  return new OktaUnlockError("directory-unusable", {
    message: "The current folder no longer exists.",
    next: "Change to a folder that exists, then run the same command again: cd",
    cause,
  });
}

/** The error for a system that lets no more files be opened; a connection counts as one. */
export function tooManyOpenFiles(cause: Error): OktaUnlockError {
  const isSystem = "code" in cause && cause.code === "ENFILE";
  return new OktaUnlockError("directory-unusable", {
    message: isSystem ? "The system has too many files open." : "This process may not open more files.",
    why: `The system says: ${cause.message}.`,
    next: isSystem
      ? "Close other programs, then run the same command again."
      : "Raise the limit, then run the same command again: ulimit -n 1024",
    cause,
  });
}
