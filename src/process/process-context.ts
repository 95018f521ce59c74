import { join, resolve } from "node:path";
import { isatty } from "node:tty";
import envPaths from "env-paths";
import { createRunForeground, createSpawn } from "./child-process.ts";
import type { Clock, Context, Fetch, Interaction, Keyring, StartOwnBackground } from "../context.ts";
import { noCurrentFolder, OktaUnlockError } from "../errors.ts";
import { listenForSignals } from "./signals.ts";
import type { createGitHub, GitHub } from "../terminal/github.ts";
import { type GlobalFlags, readGlobalFlags } from "../terminal/global-flags.ts";
import { createLog } from "../terminal/log.ts";
import { createOutput, type Output } from "../terminal/output.ts";
import { createPrompts } from "../terminal/prompts.ts";
import { createSecretRegistry } from "../terminal/secrets.ts";

/** What the process was started with. */
export interface Launch {
  /** The arguments after the program's name. */
  readonly args: readonly string[];
  /** Absolute path of the folder that holds package.json. */
  readonly packageRoot: string;
  readonly version: string;
}

/** The context of a real process, and what only the process edge may use of it. */
export interface ProcessContext {
  readonly context: Context;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly gitHub: GitHub | undefined;
  /** Closes kept connections, so that the process can end. */
  dispose(): Promise<void>;
}

/**
 * Builds the context from the process; `connectGitHub` only where GitHub Actions is told about the run. Besides `main.ts`, `run.ts` and `signals.ts` nothing knows
 * `process`.
 */
export function createProcessContext(
  process: NodeJS.Process,
  launch: Launch,
  connectGitHub?: typeof createGitHub,
): ProcessContext {
  const env = readEnvironment(process.env);
  const flags = readGlobalFlags(launch.args);
  const { secrets, gitHub, stdout, stderr } = openStreams(process, { env, flags, connectGitHub });
  const interaction = createInteraction(process, flags);
  const { signal, leftovers } = listenForSignals(process, stderr, flags);
  const network = createLazyFetch(env);
  const context: Context = {
    env,
    get cwd() {
      return workingDirectory(process);
    },
    platform: process.platform,
    version: launch.version,
    templatesDirectory: join(launch.packageRoot, "templates"),
    get localOrgDirectory() {
      return localOrgDirectory(process, env);
    },
    get configDirectory() {
      return configDirectory(process, env);
    },
    clock: systemClock,
    signal,
    leftovers,
    interaction,
    log: createLog(stderr, interaction),
    prompts: createPrompts({ process, signal, interaction }),
    fetch: network.fetch,
    spawn: createSpawn(process, signal),
    runForeground: createRunForeground(process, signal),
    startOwnBackground: createStartOwnBackground(process, launch),
    openUrl: async (url) => {
      const { openInBrowser } = await import("../terminal/browser.ts");
      return openInBrowser({ env, interaction, platform: process.platform }, url);
    },
    secrets,
    keyring: createLazyKeyring(process, { packageRoot: launch.packageRoot, signal }),
    readInput: () => readInput(process),
  };
  return { context, stdout, stderr, gitHub, dispose: () => network.close() };
}

interface StreamSettings {
  readonly env: Context["env"];
  readonly flags: GlobalFlags;
  readonly connectGitHub: typeof createGitHub | undefined;
}

/** The streams, and what every text passes on its way to them. */
function openStreams(process: NodeJS.Process, { env, flags, connectGitHub }: StreamSettings) {
  const secrets = createSecretRegistry((secret) => gitHub?.mask(secret));
  const gitHub = connectGitHub?.({
    env,
    secrets,
    json: flags.json,
    isRequired: flags.githubOutput === true,
    write: (text) => process.stderr.write(text),
  });
  const look = { env, color: flags.color, secrets, guard: gitHub?.guard };
  const stdout = createOutput(process.stdout, look);
  const stderr = createOutput(process.stderr, look);
  return { secrets, gitHub, stdout, stderr };
}

/** An empty variable of ours or Okta's counts as one that is not set: CI systems set them so. */
function readEnvironment(env: NodeJS.ProcessEnv): Context["env"] {
  const set = Object.entries(env).filter(([name, value]) => value !== "" || !name.startsWith("OKTA_"));
  return Object.fromEntries(set);
}

function workingDirectory(process: NodeJS.Process): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw noCurrentFolder(cause);
  }
}

function localOrgDirectory(process: NodeJS.Process, env: Context["env"]): string {
  const named = env["OKTA_UNLOCK_DATA_DIR"];
  return named === undefined
    ? join(envPaths("okta-unlock", { suffix: "" }).data, "local-org")
    : resolve(workingDirectory(process), named);
}

function configDirectory(process: NodeJS.Process, env: Context["env"]): string {
  const named = env["OKTA_UNLOCK_CONFIG_DIR"];
  return named === undefined
    ? envPaths("okta-unlock", { suffix: "" }).config
    : resolve(workingDirectory(process), named);
}

/** What runs the keyring's process is loaded at the first call. */
function createLazyKeyring(
  { execPath, env }: NodeJS.Process,
  { packageRoot, signal }: { readonly packageRoot: string; readonly signal: AbortSignal },
): Keyring {
  let keyring: Promise<Keyring> | undefined;
  const load = (): Promise<Keyring> => {
    keyring ??= import("../auth/secrets/keyring.ts").then(({ createKeyring }) =>
      createKeyring({
        nodePath: execPath,
        childPath: join(packageRoot, "dist", "keyring-child.js"),
        env,
        signal,
      }),
    );
    return keyring;
  };
  return {
    read: async (account) => (await load()).read(account),
    write: async (account, secret) => (await load()).write(account, secret),
    remove: async (account) => (await load()).remove(account),
  };
}

/** What starts processes is loaded when there is one to start. */
function createStartOwnBackground(
  { execPath: nodePath, env }: NodeJS.Process,
  { packageRoot }: Launch,
): StartOwnBackground {
  const script = join(packageRoot, "bin", "okta-unlock.js");
  return async (args) => {
    const { runInBackground } = await import("./background-process.ts");
    return runInBackground({ nodePath, script, env }, args);
  };
}

async function readInput({ stdin }: NodeJS.Process): Promise<string> {
  if (isatty(0)) {
    throw new OktaUnlockError("missing-input", {
      message: "Nothing is piped into this command.",
      why: "It reads from stdin, and stdin is a terminal.",
      next: "Pipe it in, for example: okta-unlock login --with-token < token.txt",
    });
  }
  let text = "";
  for await (const chunk of stdin.setEncoding("utf8")) text += chunk as string;
  return text;
}

/** Nobody is asked unless a person can both read the question and answer it. */
function createInteraction(process: NodeJS.Process, flags: GlobalFlags): Interaction {
  // Asking stdin itself would open it, which takes time and keeps the process alive.
  const isUnattended = flags.noInput || isContinuousIntegration(process.env);
  return {
    canAsk: isatty(0) && isatty(2) && !isUnattended && !flags.yes && !flags.json,
    isUnattended,
    yes: flags.yes,
    json: flags.json,
    verbose: flags.verbose,
  };
}

function isContinuousIntegration(env: NodeJS.ProcessEnv): boolean {
  const value = env["CI"] ?? "";
  return value !== "" && value !== "0" && value !== "false";
}

const systemClock: Clock = {
  now: () => new Date(),
  async sleep(milliseconds, signal) {
    try {
      const { setTimeout: delay } = await import("node:timers/promises");
      await delay(milliseconds, undefined, { signal });
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    }
  },
};

/** The network library is loaded at the first request. */
function createLazyFetch(env: Context["env"]): { readonly fetch: Fetch; close(): Promise<void> } {
  let transport: Promise<{ readonly fetch: Fetch; close(): Promise<void> }> | undefined;
  return {
    async fetch(url, options) {
      transport ??= import("../okta/transport.ts").then(({ createFetch }) => createFetch(env));
      return (await transport).fetch(url, options);
    },
    async close() {
      await (await transport)?.close();
    },
  };
}
