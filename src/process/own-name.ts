import { readFileSync, realpathSync, statSync } from "node:fs";
import { basename, delimiter, dirname, join, sep } from "node:path";
import type { Context } from "../context.ts";
import { quoteArgument } from "../values/shell-quote.ts";

/** How this run was started. */
export interface Start {
  /** Absolute path of the folder that holds package.json. */
  readonly packageRoot: string;
  readonly env: Context["env"];
  readonly platform: NodeJS.Platform;
  /** Gives the working directory; throws where it was removed. */
  readonly cwd: () => string;
}

const name = "okta-unlock";

/**
 * What a person types to start this very program again, in any folder of the machine: the words in front of the command's name.
 * Where the package lies says it: the cache of a program that runs packages without installing them, a folder on the PATH, the
 * project in the working directory, else a clone.
 */
export function findOwnName(around: Start): string {
  const start = { ...around, packageRoot: resolveLinks(around.packageRoot) ?? around.packageRoot };
  const ways = [findPackageRunner, findInstalled, findLocal, findByManager];
  for (const find of ways) {
    const found = find(start);
    if (found !== undefined) return found;
  }
  return spellScript(start);
}

/** The programs that run a package without installing it, by a folder that each has in its path. */
const packageRunners: readonly (readonly [folder: RegExp, runner: string])[] = [
  [/^_npx$/u, "npx"],
  [/^bunx-/u, "bunx"],
  [/^dlx-/u, "yarn dlx"],
  [/^dlx$/u, "pnpm dlx"],
];

/** `npx okta-unlock`: the program that runs the package without installing it, and what it was asked for. */
export function findPackageRunner({ packageRoot, env, platform }: Start): string | undefined {
  // Yarn keeps packages in archives elsewhere; the project that it made up for this run has the telling name.
  const folders = `${packageRoot}${sep}${env["PROJECT_CWD"] ?? ""}`.split(/[\\/]/u);
  for (const [folder, runner] of packageRunners) {
    const index = folders.findIndex((each) => folder.test(each));
    if (index === -1) continue;
    const cache = folders.slice(0, index + 2).join(sep);
    return `${runner} ${(runner === "npx" && readNpxPackage(cache, platform)) || name}`;
  }
  return undefined;
}

/** What npx was asked for: a version, a repository or an archive may be all that there is. */
function readNpxPackage(cache: string, platform: NodeJS.Platform): string | undefined {
  try {
    const text = readFileSync(join(cache, "package.json"), "utf8");
    const { _npx: npx } = JSON.parse(text) as { readonly _npx?: { readonly packages?: unknown } };
    const [wanted, other] = Array.isArray(npx?.packages) ? (npx.packages as unknown[]) : [];
    return typeof wanted === "string" && other === undefined ? quoteArgument(wanted, platform) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A global installation, a link to a clone: the PATH finds it. The folders of npm scripts don't count, because only they see
 * them.
 */
function findInstalled(start: Start): string | undefined {
  const script = scriptOf(start);
  const isOurs = (folder: string): boolean =>
    resolveLinks(join(folder, name)) === script || readShim(folder) === script;
  return listPathFolders(start).some(isOurs) ? name : undefined;
}

/** The script that npm on Windows, or pnpm, starts by a small shell script. */
function readShim(folder: string): string | undefined {
  const shim = join(folder, name);
  try {
    if (statSync(shim).size > mostShimBytes) return undefined;
    const [, script] = /\$basedir\/([^"\n]*okta-unlock\.js)/u.exec(readFileSync(shim, "utf8")) ?? [];
    return script === undefined ? undefined : resolveLinks(join(folder, script));
  } catch {
    return undefined;
  }
}

const mostShimBytes = 8192;

/** Managers of Node versions have commands of other kinds on the PATH; the one of our name is us then. */
function findByManager(start: Start): string | undefined {
  const isPackage = basename(dirname(start.packageRoot)) === "node_modules";
  const isThere = (folder: string): boolean => resolveLinks(join(folder, name)) !== undefined;
  return isPackage && listPathFolders(start).some(isThere) ? name : undefined;
}

function listPathFolders({ env }: Start): string[] {
  const folders = (env["PATH"] ?? env["Path"] ?? "").split(delimiter);
  return folders.filter((folder) => folder !== "" && !/[\\/]node_modules[\\/]\.bin[\\/]?$/u.test(folder));
}

/** A dependency of the project that the working directory is in: npx looks there first. */
function findLocal({ packageRoot, cwd }: Start): string | undefined {
  try {
    for (let folder = cwd(); ; folder = dirname(folder)) {
      if (resolveLinks(join(folder, "node_modules", name)) === packageRoot) return `npx ${name}`;
      if (folder === dirname(folder)) return undefined;
    }
  } catch {
    return undefined;
  }
}

/** Absolute, because a command is often pasted after `cd`, or in another terminal. */
function spellScript(start: Start): string {
  const { env, platform } = start;
  const script = scriptOf(start);
  const home = env["HOME"];
  const inHome = home !== undefined && home !== "" && script.startsWith(`${home}${sep}`);
  const rest = inHome ? script.slice(home.length + 1) : "";
  if (platform !== "win32" && inHome && quoteArgument(rest, platform) === rest) return `node ~/${rest}`;
  return `node ${quoteArgument(script, platform) ?? `<${name}.js>`}`;
}

function scriptOf({ packageRoot }: Start): string {
  return join(packageRoot, "bin", `${name}.js`);
}

function resolveLinks(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
