import { statSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";

/** What says where programs are. */
interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** Programs that come with a system, and where it has them: on Windows below the folder of the system. */
const systemTools: Partial<Record<NodeJS.Platform, Readonly<Record<string, readonly string[]>>>> = {
  win32: {
    certutil: ["System32", "certutil.exe"],
    icacls: ["System32", "icacls.exe"],
    taskkill: ["System32", "taskkill.exe"],
  },
  darwin: { security: ["/usr/bin/security"], xcrun: ["/usr/bin/xcrun"] },
};

/**
 * What to start for one of the programs that we need. Windows itself looks into the current folder first, which may be anybody's
 * repository, so what comes with the system is named by its path, and the PATH is searched here. Undefined when there is none.
 */
export function locateTool(name: string, around: Surroundings): string | undefined {
  const isWindows = around.platform === "win32";
  const parts = systemTools[around.platform]?.[name];
  if (parts !== undefined) return join(isWindows ? findSystemFolder(around.env) : "/", ...parts);
  if (!isWindows || isAbsolute(name)) return name;
  return findIn(listPathFolders(around.env).filter(isTrusted), name, around.env);
}

/**
 * True when Windows finds the program that a user names: in the current folder, on the PATH, or where a path leads. Else
 * cmd.exe would be started to find that there is none, with an exit code that says nothing: https://github.com/sindresorhus/execa/issues/469.
 */
export function isThereOnWindows(
  name: string,
  { env, cwd }: { readonly env: Surroundings["env"]; readonly cwd: string },
): boolean {
  const folders = /[\\/:]/u.test(name) ? [cwd] : [cwd, ...listPathFolders(env)];
  // Without an ending, too: a script may have a `#!` line.
  return folders.some((folder) => isFile(resolve(folder, name))) || findIn(folders, name, env) !== undefined;
}

function findIn(folders: readonly string[], name: string, env: Surroundings["env"]): string | undefined {
  const endings = (readVariable(env, "PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").split(";").filter(Boolean);
  const names = [...(name.includes(".") ? [name] : []), ...endings.map((ending) => `${name}${ending}`)];
  return folders.flatMap((folder) => names.map((each) => resolve(folder, each))).find(isFile);
}

function listPathFolders(env: Surroundings["env"]): readonly string[] {
  const folders = (readVariable(env, "PATH") ?? "").split(";");
  return folders.map((folder) => folder.replaceAll('"', "")).filter(Boolean);
}

/** One that is not absolute is below the current folder; npm puts that of the project's packages in front. */
function isTrusted(folder: string): boolean {
  return isAbsolute(folder) && !/[\\/]node_modules[\\/]\.bin[\\/]?$/u.test(folder);
}

/** What can't be looked at is there: an app of the Microsoft Store is a link that only the system follows. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    return !["ENOENT", "ENOTDIR", "EINVAL"].includes(code);
  }
}

function findSystemFolder(env: Surroundings["env"]): string {
  return readVariable(env, "SystemRoot") ?? String.raw`C:\Windows`;
}

/** Windows doesn't tell the case of a variable's name. */
function readVariable(env: Surroundings["env"], name: string): string | undefined {
  const found = Object.keys(env).find((each) => each.toUpperCase() === name.toUpperCase());
  return found === undefined ? undefined : env[found];
}
