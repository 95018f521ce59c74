import { hint } from "../../hints.ts";
import type { Context, Interaction, Keyring, Log } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { assertSpareDescriptors } from "../../files/spare-descriptors.ts";

/** What the child is asked, as JSON on its stdin: a secret is in no list of processes. */
export interface KeyringRequest {
  readonly operation: "read" | "write" | "remove";
  readonly account: string;
  readonly secret?: string;
}

/** What the child answers, as JSON on its stdout. */
export interface KeyringAnswer {
  readonly secret?: string | null;
  readonly problem?: "absent" | "refused";
  readonly message?: string;
}

/** How the child is run. */
export interface KeyringSettings {
  /** Absolute path of Node. */
  readonly nodePath: string;
  /** Absolute path of the built `keyring-child.ts`. */
  readonly childPath: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds that the keyring may take for one call; 5 seconds unless given. */
  readonly timeout?: number;
  readonly signal: AbortSignal;
  /** Who answers a window of the system's own: macOS opens one for a program that it has not seen. */
  readonly person?: Pick<Context, "platform"> & {
    readonly interaction: Pick<Interaction, "canAsk">;
    readonly log: Pick<Log, "info">;
  };
  /** Milliseconds after which that person is told of it; 3 seconds unless given. */
  readonly windowAfter?: number;
}

const defaultTimeout = 5000;

/** To find a window, and to type a password. */
const windowTimeout = 120_000;

const windowOpen = "macOS asks in a window whether Node may use the keychain. Answer it there.";

/**
 * The keyring of the operating system: Keychain, Credential Manager, Secret Service. Each call runs in a process of its
 * own that is ended when its time is over. Rejects with `KeyringFailure`.
 */
export function createKeyring(settings: KeyringSettings): Keyring {
  const ask = async (request: KeyringRequest): Promise<KeyringAnswer> => {
    const answer = await runChild(settings, request);
    if (answer.problem === undefined) return answer;
    throw new KeyringFailure(findProblem(answer), answer.message ?? "");
  };
  return {
    read: async (account) => (await ask({ operation: "read", account })).secret ?? undefined,
    write: async (account, secret) => void (await ask({ operation: "write", account, secret })),
    remove: async (account) => void (await ask({ operation: "remove", account })),
  };
}

function findProblem({ problem, message = "" }: KeyringAnswer): KeyringProblem {
  return problem === "absent" ? "absent" : classifyProblem(message);
}

async function runChild(settings: KeyringSettings, request: KeyringRequest): Promise<KeyringAnswer> {
  const { execa } = await import("execa");
  assertSpareDescriptors();
  const { person } = settings;
  const hasWindow = person?.platform === "darwin" && person.interaction.canAsk;
  const telling = setTimeout(() => hasWindow && person.log.info(windowOpen), settings.windowAfter ?? 3000);
  const result = await execa(settings.nodePath, [settings.childPath], {
    env: buildChildEnvironment(settings.env),
    extendEnv: false,
    input: JSON.stringify(request),
    reject: false,
    timeout: hasWindow ? windowTimeout : (settings.timeout ?? defaultTimeout),
    killSignal: "SIGKILL",
    cancelSignal: settings.signal,
  }).finally(() => clearTimeout(telling));
  settings.signal.throwIfAborted();
  if (result.timedOut) throw new KeyringFailure("slow", "no answer in time");
  try {
    return JSON.parse(result.stdout) as KeyringAnswer;
  } catch {
    throw new KeyringFailure("broken", `the keyring process ended with ${result.exitCode ?? result.signal}`);
  }
}

/** Node's own switches could make the child print, or wait for a debugger. */
function buildChildEnvironment(env: KeyringSettings["env"]): Record<string, string> {
  const kept = Object.entries(env).filter(([name]) => name.toUpperCase() !== "NODE_OPTIONS");
  return Object.fromEntries(kept.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** Why the keyring could not be used. */
export type KeyringProblem = "absent" | "locked" | "slow" | "full" | "broken";

/** Thrown by the keyring; the store turns it into an error for users. */
export class KeyringFailure extends Error {
  override readonly name = "KeyringFailure";
  readonly problem: KeyringProblem;

  constructor(problem: KeyringProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/** The keyring can't be used; `problem` says which way. Another place may be offered instead. */
export class KeyringUnusable extends OktaUnlockError {
  readonly problem: KeyringProblem;

  constructor(failure: KeyringFailure, platform: NodeJS.Platform) {
    const { problem, message } = failure;
    // Of a missing one the library says what it tried last, such as to start a display.
    const hasReason = problem !== "absent" && message !== "";
    super("missing-input", {
      message: `${nameKeyring(platform)} ${words[problem].happened}.`,
      next: describeWayOut(problem, hint("login", { "insecure-storage": true })),
      ...(hasReason && { why: `The keyring reports: ${message}.` }),
      cause: failure,
    });
    this.problem = failure.problem;
  }
}

/** The library gives texts only, those of each system: Secret Service and D-Bus, Keychain, Credential Manager. */
export function classifyProblem(message: string): KeyringProblem {
  return problemPatterns.find(([, pattern]) => pattern.test(message))?.[0] ?? "broken";
}

const problemPatterns: readonly (readonly [KeyringProblem, RegExp])[] = [
  ["full", /too long|longer than|no space|quota|not enough/iu],
  // "no result found": the service runs, but has no collection.
  ["absent", /no result found|d-?bus error|serviceunknown|no default store|not a supported store/iu],
  ["locked", /lock|dismissed|denied|interaction|cancell?ed/iu],
];

/** What to do about a keyring that can't be used; `command` is the one that stores the secret in a file. */
export function describeWayOut(problem: KeyringProblem, command: string): string {
  return `${words[problem].advice}, or store the secret in a file that only you can read: ${command}`;
}

interface KeyringWords {
  /** After the keyring's name. */
  readonly happened: string;
  readonly advice: string;
}

const words: Readonly<Record<KeyringProblem, KeyringWords>> = {
  absent: { happened: "can't be used on this machine: it has no keyring", advice: "Start one" },
  locked: { happened: "is locked", advice: "Unlock it and run the same command again" },
  slow: {
    happened: "did not answer in time",
    advice: "If a window asks for a password, enter it and run the same command again",
  },
  full: {
    happened: "has no room for the secret",
    advice: "Remove entries that you no longer need and run the same command again",
  },
  broken: { happened: "failed", advice: "Run the same command again" },
};

function nameKeyring(platform: NodeJS.Platform): string {
  if (platform === "darwin") return "The macOS Keychain";
  return platform === "win32" ? "The Windows Credential Manager" : "The Secret Service";
}
