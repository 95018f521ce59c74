import { existsSync, rmSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import { removeFolder } from "../shell-lines.ts";
import { type PackageManager, packageManagers } from "../values/package-manager.ts";
import { installCommands, npmLockfile } from "./install-commands.ts";

/** Why a package manager did not install. */
export interface InstallProblem {
  /** `npm ci ended with exit code 1.` */
  readonly why: string;
  /** What it said last, one line each. */
  readonly said: readonly string[];
}

export interface Installation {
  /** Absolute path of the project. */
  readonly directory: string;
  readonly manager: PackageManager;
  /** The lockfile of npm goes when another one stands in for it: of two, tools take either. */
  readonly replacesLockfile: boolean;
  /** Told what is being done. */
  readonly update: (text: string) => void;
}

interface InstallContext extends Pick<Context, "spawn" | "signal" | "leftovers"> {
  readonly log: Pick<Context["log"], "debug">;
}

/** Written after an installation that left no mark of the package manager: Bun has none. */
const ownMark = ".okta-unlock-installed";

/** Whether the packages are there, all of them: a package manager that was killed leaves some, but not its mark. */
export function hasPackages(directory: string): boolean {
  const marks = packageManagers.flatMap((each) => installCommands[each].marks);
  return [...marks, ownMark].some((name) => existsSync(join(directory, "node_modules", name)));
}

function markInstalled(directory: string): void {
  const folder = join(directory, "node_modules");
  if (existsSync(folder) && !hasPackages(directory)) writeFileSync(join(folder, ownMark), "");
}

/** The package manager other than npm whose lockfile is in the project. */
function findOtherLockfile(directory: string): PackageManager | undefined {
  return packageManagers.find(
    (each) => each !== "npm" && existsSync(join(directory, installCommands[each].lockfile)),
  );
}

/** The package manager whose lockfile is in the project; another one than npm, if it has two. */
export function findLockfile(directory: string): PackageManager | undefined {
  return findOtherLockfile(directory) ?? (existsSync(join(directory, npmLockfile)) ? "npm" : undefined);
}

/** Whether a file of the project is gone for good: another package manager has a lockfile of its own. */
export function isReplacedLockfile(directory: string, path: string): boolean {
  return path === npmLockfile && findOtherLockfile(directory) !== undefined;
}

/** `npm ci`, as a person would type it. */
export function spellInstall(manager: PackageManager): string {
  return `${manager} ${installCommands[manager].install[0] ?? ""}`;
}

/**
 * Installs the packages of a project, all of them or none: what was made on the way to a failure is removed. Throws the signal's
 * reason when the run is stopped.
 */
export async function installIn(
  context: InstallContext,
  installation: Installation,
): Promise<InstallProblem | undefined> {
  const { directory, manager, replacesLockfile } = installation;
  const made = listMade(installation);
  const settle = context.leftovers.add(
    `what was installed so far: ${removeFolder(join(directory, "node_modules"))}`,
  );
  try {
    const problem = await runCommands(context, installation);
    if (problem !== undefined)
      return { ...problem, said: [...problem.said, ...(await removeMade(installation, made))] };
    markInstalled(directory);
    if (replacesLockfile && manager !== "npm") rmSync(join(directory, npmLockfile), { force: true });
    return undefined;
  } catch (error) {
    const details = await removeMade(installation, made);
    throw error instanceof OktaUnlockError && details.length > 0 ? error.with({ details }) : error;
  } finally {
    settle();
  }
}

/** What the installation makes, and is not there yet. */
function listMade({ directory, manager }: Installation): readonly string[] {
  const { lockfile, settings } = installCommands[manager];
  const names = new Set(["node_modules", ".yarn", lockfile, ...Object.keys(settings)]);
  return [...names].map((name) => join(directory, name)).filter((path) => !existsSync(path));
}

/** Says what could not be removed: Windows keeps files that are in use. */
async function removeMade({ update }: Installation, made: readonly string[]): Promise<string[]> {
  update("Removing what was installed so far");
  const left: string[] = [];
  for (const path of made) {
    try {
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
    } catch (error) {
      left.push(`${path} could not be removed: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
    }
  }
  return left;
}

async function runCommands(
  context: InstallContext,
  { directory, manager }: Installation,
): Promise<InstallProblem | undefined> {
  const { lockfile, importLockfile, install, settings } = installCommands[manager];
  const needsImport = importLockfile !== undefined && !existsSync(join(directory, lockfile));
  for (const [name, contents] of Object.entries(settings)) writeUnlessThere(join(directory, name), contents);
  for (const args of [...(needsImport ? [importLockfile] : []), install]) {
    const problem = await runCommand(context, { directory, manager, args });
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function writeUnlessThere(path: string, contents: string): void {
  try {
    writeFileSync(path, contents, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

interface Command {
  readonly directory: string;
  readonly manager: PackageManager;
  readonly args: readonly string[];
}

/** Nothing is asked, and what is needed for development is installed, too: the checks of the project need it. */
const environment = {
  COREPACK_ENABLE_DOWNLOAD_PROMPT: "0",
  NODE_ENV: "development",
  NO_COLOR: "1",
  FORCE_COLOR: "0",
};

async function runCommand(
  { spawn, signal, log }: InstallContext,
  { directory, manager, args }: Command,
): Promise<InstallProblem | undefined> {
  const command = `${manager} ${args[0] ?? ""}`;
  const env = { ...environment, ...installCommands[manager].env };
  try {
    const result = await spawn(manager, args, { cwd: directory, env, withDescendants: true });
    const lines = listLines(`${result.stdout}\n${result.stderr}`);
    for (const line of lines) log.debug(line);
    if (result.exitCode === 0) return undefined;
    return { why: `${command} ended with exit code ${result.exitCode}.`, said: lines.slice(-mostLines) };
  } catch (error) {
    signal.throwIfAborted();
    return { why: `${command} did not end by itself: ${(error as Error).message}`, said: [] };
  }
}

const mostLines = 12;

function listLines(text: string): string[] {
  return stripVTControlCharacters(text)
    .split(/\r?\n|\r/u)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
