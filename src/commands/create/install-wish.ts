import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { Gathering } from "../../flows/fields.ts";
import { shellCommand } from "../../hints.ts";
import { markCommand, toPlainText } from "../../values/command-text.ts";
import type { Parsed } from "../../values/branded.ts";
import { parseBoolean } from "../../values/boolean.ts";
import { type PackageManager, parsePackageManager, readUserAgent } from "../../values/package-manager.ts";

/** The flags that are about the packages of the project. */
export interface InstallFlags {
  readonly install?: string;
  readonly packageManager?: string;
}

/** What was said about installing; what was not said is undefined. */
export interface InstallWish {
  readonly isWanted: boolean | undefined;
  readonly manager: PackageManager | undefined;
}

/** Reads the flags and variables; notes in `gathering` what is not valid. Nobody is asked yet. */
export async function gatherInstallWish(gathering: Gathering, flags: InstallFlags): Promise<InstallWish> {
  const isWanted = await gathering.resolve(
    createField("install", "--install", "OKTA_UNLOCK_INSTALL", parseBoolean),
    flags.install,
  );
  const manager = await gathering.resolve(
    createField(
      "package manager",
      "--package-manager <name>",
      "OKTA_UNLOCK_PACKAGE_MANAGER",
      parsePackageManager,
    ),
    flags.packageManager,
  );
  return { isWanted, manager };
}

/** The command that creates, with the flags that make it install. */
export function addInstallFlags(command: string, manager: PackageManager | undefined): string {
  const flags = manager === undefined ? "--install" : `--install --package-manager ${manager}`;
  return markCommand(`${toPlainText(command)} ${flags}`);
}

/** Nothing is missing without it. */
function createField<T>(label: string, flag: string, variable: string, parse: (text: string) => Parsed<T>) {
  return { label, flag, variable, question: "", parse, isDerived: true, isSettled: true } as const;
}

/**
 * The package manager that is going to install: the one that was named, or that has its lockfile in the project, or that started
 * this run; npm when that one is not there. Throws `invalid-value` when there is none.
 */
export async function findManager(
  context: Pick<Context, "env" | "spawn" | "signal">,
  wish: InstallWish,
  inProject?: PackageManager,
): Promise<PackageManager> {
  const { manager } = wish;
  const usual = nameManager(context, wish, inProject);
  const candidates = new Set(manager === undefined ? [usual, "npm" as const] : [manager]);
  for (const candidate of candidates) if (await isInstalled(context, candidate)) return candidate;
  const name = manager ?? "npm";
  throw new OktaUnlockError("invalid-value", {
    message: `The dependencies can't be installed: ${name} can't be run.`,
    why: `It is not on the PATH, or does not answer.`,
    next: `Install it, or leave out --install; this has to print a version: ${shellCommand(name, "--version")}`,
  });
}

/** The package manager that is tried first. */
export function nameManager(
  { env }: Pick<Context, "env">,
  { manager }: InstallWish,
  inProject?: PackageManager,
): PackageManager {
  return manager ?? inProject ?? readUserAgent(env["npm_config_user_agent"]) ?? "npm";
}

const longestStart = 20_000;

async function isInstalled(
  { spawn, signal }: Pick<Context, "spawn" | "signal">,
  manager: PackageManager,
): Promise<boolean> {
  try {
    const env = { COREPACK_ENABLE_DOWNLOAD_PROMPT: "0" };
    return (await spawn(manager, ["--version"], { limit: longestStart, env })).exitCode === 0;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
