import { join, resolve } from "node:path";
import envPaths from "env-paths";
import type { Context } from "../context.ts";
import { noCurrentFolder } from "../errors.ts";

/** The environment, in which an empty variable of ours or Okta's counts as one that is not set: CI systems set them so. */
export function readEnvironment(env: NodeJS.ProcessEnv): Context["env"] {
  const set = Object.entries(env).filter(([name, value]) => value !== "" || !name.startsWith("OKTA_"));
  return Object.fromEntries(set);
}

/** Throws `directory-unusable` when the working directory was removed. */
export function readWorkingDirectory(process: NodeJS.Process): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw noCurrentFolder(cause);
  }
}

/** OKTA_UNLOCK_DATA_DIR, or the usual place of the platform. */
export function findLocalOrgDirectory(process: NodeJS.Process, env: Context["env"]): string {
  return (
    resolveNamed(process, env["OKTA_UNLOCK_DATA_DIR"]) ??
    join(envPaths("okta-unlock", { suffix: "" }).data, "local-org")
  );
}

/** OKTA_UNLOCK_CONFIG_DIR, or the usual place of the platform. */
export function findConfigDirectory(process: NodeJS.Process, env: Context["env"]): string {
  return (
    resolveNamed(process, env["OKTA_UNLOCK_CONFIG_DIR"]) ?? envPaths("okta-unlock", { suffix: "" }).config
  );
}

function resolveNamed(process: NodeJS.Process, folder: string | undefined): string | undefined {
  return folder === undefined ? undefined : resolve(readWorkingDirectory(process), folder);
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
