import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import envPaths from "env-paths";
import type { Context } from "../context.ts";
import { emptyVariable, noCurrentFolder, OktaUnlockError } from "../errors.ts";
import { isCredentialVariable } from "../values/credential-variable.ts";
import { setVariable } from "../hints.ts";
import { parseFolderPath } from "../values/folder-path.ts";

/**
 * Takes over the environment of the process: gives all of it, and leaves the process without the credentials, so that no child
 * has them, whoever starts it: git and its hooks, adb, a browser, the keyring's process. An empty variable of Okta's counts as
 * one that is not set: CI systems set them so. Ours stay: an empty one is refused by whoever reads it.
 */
export function takeEnvironment(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Context["env"] {
  const set = Object.entries(env).filter(([name, value]) => value !== "" || !isOktas(name, platform));
  for (const name of Object.keys(env)) if (isCredentialVariable(name)) delete env[name];
  const taken = Object.fromEntries(set);
  return platform === "win32" ? ignoreCase(taken) : taken;
}

/** Windows doesn't tell the case of a name: `Https_Proxy` is HTTPS_PROXY. Whoever lists them all gets them as they are spelled. */
function ignoreCase(env: Context["env"]): Context["env"] {
  const names = new Map(Object.keys(env).map((name) => [name.toUpperCase(), name]));
  const spell = (name: string | symbol) =>
    typeof name === "string" ? (names.get(name.toUpperCase()) ?? name) : name;
  return new Proxy(env, {
    get: (target, name) => Reflect.get(target, spell(name)) as unknown,
    has: (target, name) => Reflect.has(target, spell(name)),
  });
}

/** A variable that Okta's SDKs or its old CLI read. */
function isOktas(name: string, platform: NodeJS.Platform): boolean {
  const folded = platform === "win32" ? name.toUpperCase() : name;
  return folded.startsWith("OKTA_") && !folded.startsWith("OKTA_UNLOCK_");
}

/** Throws `directory-unusable` when the working directory was removed. */
export function readWorkingDirectory(process: NodeJS.Process): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw noCurrentFolder(cause);
  }
}

/** OKTA_UNLOCK_DATA_DIR, or the usual place of the platform. Throws `invalid-value`, and `directory-unusable` without a home. */
export function findLocalOrgDirectory(process: NodeJS.Process, env: Context["env"]): string {
  return resolveNamed(process, env, "OKTA_UNLOCK_DATA_DIR") ?? join(findUsualFolder("data"), "local-org");
}

/** OKTA_UNLOCK_CONFIG_DIR, or the usual place of the platform. Throws as `findLocalOrgDirectory` does. */
export function findConfigDirectory(process: NodeJS.Process, env: Context["env"]): string {
  const named = resolveNamed(process, env, "OKTA_UNLOCK_CONFIG_DIR");
  if (named !== undefined) return named;
  // The usual one of Windows is copied to the file server of a domain: no place for secrets.
  return process.platform === "win32"
    ? join(findUsualFolder("data"), "..", "Config")
    : findUsualFolder("config");
}

function resolveNamed(process: NodeJS.Process, env: Context["env"], variable: string): string | undefined {
  const folder = env[variable];
  if (folder === undefined) return undefined;
  if (folder.trim() === "") throw emptyVariable(variable);
  const parsed = parseFolderPath(folder);
  if (parsed.ok) return resolve(readWorkingDirectory(process), parsed.value);
  throw new OktaUnlockError("invalid-value", {
    message: `${variable}=${JSON.stringify(folder)} can't be used.`,
    why: parsed.problem,
    next: `Write the whole path: ${setVariable(variable, join(homedir(), "okta-unlock"))}`,
  });
}

/** Where the XDG Base Directory Specification puts a folder when its variable is not set, below the home folder. */
const xdgDefaults = { data: [".local", "share"], config: [".config"] } as const;

/**
 * By the variables of the platform. One that is not absolute (`.config`, a `~` that no shell has replaced) is ignored, as the
 * specification has it: else secrets would land in the folder of a project, and be gone in the next one.
 */
function findUsualFolder(kind: keyof typeof xdgDefaults): string {
  const usual = envPaths("okta-unlock", { suffix: "" })[kind];
  const folder = isAbsolute(usual) ? usual : join(homedir(), ...xdgDefaults[kind], "okta-unlock");
  if (isAbsolute(folder)) return folder;
  throw new OktaUnlockError("directory-unusable", {
    message: `The home folder ${JSON.stringify(homedir())} can't be used: its path is not absolute.`,
    why: "okta-unlock keeps sign-ins and the local org below it.",
    next: `Set HOME, or name folders: ${setVariable("OKTA_UNLOCK_CONFIG_DIR", "<folder>")} and ${setVariable("OKTA_UNLOCK_DATA_DIR", "<folder>")}`,
  });
}

/** True in a CI system: nearly all of them set CI. A person turns it off with any of the words for that. */
export function isContinuousIntegration(env: Context["env"]): boolean {
  return !["", "0", "false", "no", "off", "n", "f"].includes((env["CI"] ?? "").trim().toLowerCase());
}

/** True where GitHub Actions reads what a run tells it: in a workflow, and wherever its files are named. */
export function hasGitHubActions(env: NodeJS.ProcessEnv): boolean {
  return (
    env["GITHUB_ACTIONS"] === "true" || Boolean(env["GITHUB_OUTPUT"]) || Boolean(env["GITHUB_STEP_SUMMARY"])
  );
}
