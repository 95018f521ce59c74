import type { Keyring } from "../../context.ts";
import { KeyringFailure, type KeyringProblem, problemIn } from "./keyring-failure.ts";

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
}

const defaultTimeout = 5000;

/**
 * The keyring of the operating system: Keychain, Credential Manager, Secret Service. Each call runs in a process of its
 * own that is ended when its time is over. Rejects with `KeyringFailure`.
 */
export function createKeyring(settings: KeyringSettings): Keyring {
  const ask = async (request: KeyringRequest): Promise<KeyringAnswer> => {
    const answer = await runChild(settings, request);
    if (answer.problem === undefined) return answer;
    throw new KeyringFailure(problemOf(answer), answer.message ?? "");
  };
  return {
    read: async (account) => (await ask({ operation: "read", account })).secret ?? undefined,
    write: async (account, secret) => void (await ask({ operation: "write", account, secret })),
    remove: async (account) => void (await ask({ operation: "remove", account })),
  };
}

function problemOf({ problem, message = "" }: KeyringAnswer): KeyringProblem {
  return problem === "absent" ? "absent" : problemIn(message);
}

async function runChild(settings: KeyringSettings, request: KeyringRequest): Promise<KeyringAnswer> {
  const { execa } = await import("execa");
  const result = await execa(settings.nodePath, [settings.childPath], {
    env: childEnvironment(settings.env),
    extendEnv: false,
    input: JSON.stringify(request),
    reject: false,
    timeout: settings.timeout ?? defaultTimeout,
    killSignal: "SIGKILL",
    cancelSignal: settings.signal,
  });
  settings.signal.throwIfAborted();
  if (result.timedOut) throw new KeyringFailure("slow", "no answer in time");
  try {
    return JSON.parse(result.stdout) as KeyringAnswer;
  } catch {
    throw new KeyringFailure("broken", `the keyring process ended with ${result.exitCode ?? result.signal}`);
  }
}

/** Node's own switches could make the child print, or wait for a debugger; credentials are no business of its. */
function childEnvironment(env: KeyringSettings["env"]): Record<string, string> {
  const kept = Object.entries(env).filter(([name]) => !keptFromChild.has(name));
  return Object.fromEntries(kept.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

const keptFromChild = new Set(["NODE_OPTIONS", "OKTA_CLIENT_TOKEN", "OKTA_CLIENT_PRIVATEKEY"]);
