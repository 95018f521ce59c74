import { join } from "node:path";
import type { Clock, Context, Fetch, Keyring, StartOwnBackground } from "../context.ts";
import {
  findConfigDirectory,
  findLocalOrgDirectory,
  takeEnvironment,
  readWorkingDirectory,
} from "./environment.ts";
import { createInteraction } from "./interaction.ts";
import { listenForSignals } from "./signals.ts";
import type { createGitHub, GitHub } from "../terminal/github.ts";
import type { CommandLine } from "../terminal/global-flags.ts";
import { createLog } from "../terminal/log.ts";
import { createOutput, type Output } from "../terminal/output.ts";
import { createPrompts } from "../terminal/prompts.ts";
import { createSecretRegistry, findApiTokens } from "../terminal/secrets.ts";

interface ProcessSettings {
  /** Absolute path of the folder that holds package.json. */
  readonly packageRoot: string;
  readonly version: string;
  readonly commandLine: Pick<CommandLine, "args" | "flags">;
  /** Only where GitHub Actions is told about the run. */
  readonly connectGitHub?: typeof createGitHub | undefined;
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

/** Builds the context from the process. Besides this room, `main.ts` and `run.ts` nothing of a command knows `process`. */
export async function createProcessContext(
  process: NodeJS.Process,
  settings: ProcessSettings,
): Promise<ProcessContext> {
  const { packageRoot, version } = settings;
  const { args, flags } = settings.commandLine;
  const env = takeEnvironment(process.env, process.platform);
  const { secrets, gitHub, stdout, stderr } = await openStreams(process, { ...settings, env });
  const interaction = createInteraction(process, env, flags);
  const { signal, leftovers } = listenForSignals(process, stderr, flags);
  const log = createLog(stderr, interaction);
  const network = createLazyFetch(process, env);
  const context: Context = {
    args,
    env,
    get cwd() {
      return readWorkingDirectory(process);
    },
    platform: process.platform,
    version,
    templatesDirectory: join(packageRoot, "templates"),
    get localOrgDirectory() {
      return findLocalOrgDirectory(process, env);
    },
    get configDirectory() {
      return findConfigDirectory(process, env);
    },
    clock: systemClock,
    signal,
    leftovers,
    interaction,
    log,
    prompts: createPrompts({ process, secrets, signal, interaction }),
    fetch: network.fetch,
    ...createLazyChildren(process, signal),
    startOwnBackground: createStartOwnBackground(process, packageRoot),
    openUrl: async (url) => {
      const { openInBrowser } = await import("../terminal/browser.ts");
      return openInBrowser({ env, interaction, platform: process.platform }, url);
    },
    secrets,
    keyring: createLazyKeyring(process, { packageRoot, signal, interaction, log }),
    async readInput() {
      const { readInput } = await import("./read-input.ts");
      return readInput(process);
    },
  };
  return { context, stdout, stderr, gitHub, dispose: () => network.close() };
}

interface StreamSettings extends Pick<ProcessSettings, "commandLine" | "connectGitHub"> {
  readonly env: Context["env"];
}

/** The streams, and what every text passes on its way to them. */
async function openStreams(
  process: NodeJS.Process,
  { env, commandLine: { args, flags }, connectGitHub }: StreamSettings,
) {
  const secrets = createSecretRegistry((secret) => gitHub?.mask(secret));
  const gitHub = connectGitHub?.({
    env,
    secrets,
    json: flags.json,
    isRequired: flags.githubOutput === true,
    write: (text) => process.stderr.write(text),
  });
  for (const token of findApiTokens([...args, ...listSettings(env)].join("\n"))) secrets.add(token);
  const look = { env, color: flags.color, secrets, guard: gitHub?.guard };
  const stdout = await createOutput(process.stdout, look);
  const stderr = await createOutput(process.stderr, look);
  return { secrets, gitHub, stdout, stderr };
}

/** Those that hold no secret. */
function listSettings(env: Context["env"]): string[] {
  return Object.entries(env).flatMap(([name, value = ""]) => (isSetting(name) ? [value] : []));
}

function isSetting(name: string): boolean {
  return name.startsWith("OKTA_") && name !== "OKTA_CLIENT_TOKEN";
}

interface KeyringSurroundings extends Pick<Context, "signal" | "interaction" | "log"> {
  readonly packageRoot: string;
}

/** What runs the keyring's process is loaded at the first call. */
function createLazyKeyring(
  { execPath, env, platform }: NodeJS.Process,
  { packageRoot, signal, interaction, log }: KeyringSurroundings,
): Keyring {
  let keyring: Promise<Keyring> | undefined;
  const load = (): Promise<Keyring> => {
    keyring ??= import("../auth/secrets/keyring.ts").then(({ createKeyring }) =>
      createKeyring({
        nodePath: execPath,
        childPath: join(packageRoot, "dist", "keyring-child.js"),
        env,
        signal,
        person: { platform, interaction, log },
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
function createLazyChildren(
  process: NodeJS.Process,
  signal: AbortSignal,
): Pick<Context, "spawn" | "runForeground"> {
  return {
    async spawn(...args) {
      const { createSpawn } = await import("./child-process.ts");
      return createSpawn(process, signal)(...args);
    },
    async runForeground(...args) {
      const { createRunForeground } = await import("./child-process.ts");
      return createRunForeground(process, signal)(...args);
    },
  };
}

/** The same, for a process that outlasts this one. */
function createStartOwnBackground(
  { execPath: nodePath, env }: NodeJS.Process,
  packageRoot: string,
): StartOwnBackground {
  const script = join(packageRoot, "bin", "okta-unlock.js");
  return async (args) => {
    const { runInBackground } = await import("./background-process.ts");
    return runInBackground({ nodePath, script, env }, args);
  };
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

/** The network code is loaded by the first request. */
function createLazyFetch(
  process: NodeJS.Process,
  env: Context["env"],
): { readonly fetch: Fetch; close(): Promise<void> } {
  let transport: Promise<{ readonly fetch: Fetch; close(): Promise<void> }> | undefined;
  return {
    async fetch(url, options) {
      // In a folder that was deleted a run ends here, before it changes an org: it could not write what it learns.
      readWorkingDirectory(process);
      transport ??= import("../okta/transport.ts").then(({ createFetch }) => createFetch(env));
      return (await transport).fetch(url, options);
    },
    async close() {
      await (await transport)?.close();
    },
  };
}
