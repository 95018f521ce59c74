import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../context.ts";
import { OktaUnlockError } from "../errors.ts";
import type { ProjectManifest } from "../project/manifest.ts";
import type { OktaSettings } from "../project/okta-settings.ts";
import { readManifest } from "../project/read-manifest.ts";

/** The app of a project on disk. */
export interface ProjectApp {
  /** Absolute. */
  readonly directory: string;
  /** As a command line names it from the current folder; undefined for that folder itself. */
  readonly folder: string | undefined;
  /** The current folder is the project, or holds those that one run made for several platforms; false for one that only lies in it. */
  readonly isHere: boolean;
  readonly okta: OktaSettings;
  readonly manifest: ProjectManifest;
}

/**
 * The apps of the project in the current folder, or of those in its folders: the projects that one run made for several
 * platforms share one. Each app once. Throws `data-unreadable` for an `okta-unlock.json` here that is broken.
 */
export async function findProjectApps({ cwd }: Pick<Context, "cwd">): Promise<readonly ProjectApp[]> {
  const itself = await readManifest(cwd);
  if (itself !== undefined) return [{ ...describe(cwd, undefined, itself), isHere: true }];
  const apps = new Map<string, ProjectApp>();
  for (const folder of listFolders(cwd)) {
    const manifest = await readManifestOf(join(cwd, folder));
    if (manifest === undefined) continue;
    const key = `${manifest.okta.issuer} ${manifest.okta.clientId}`;
    const other = apps.get(key);
    apps.set(key, other ? { ...other, isHere: true } : describe(join(cwd, folder), folder, manifest));
  }
  return [...apps.values()];
}

/** The project whose org is meant here where its app is not. Throws as `findProjectApps`. */
export async function findProjectHere(context: Pick<Context, "cwd">): Promise<ProjectApp | undefined> {
  const [project, ...others] = await findProjectApps(context);
  return others.length === 0 && project?.isHere ? project : undefined;
}

/** The current folder may hold anything: what is broken in one of its folders is no reason not to find another. */
async function readManifestOf(directory: string): Promise<ProjectManifest | undefined> {
  try {
    return await readManifest(directory);
  } catch (error) {
    if (error instanceof OktaUnlockError && error.code === "data-unreadable") return undefined;
    throw error;
  }
}

/** How many of several apps are named. */
const mostNamed = 10;

/** The app has to be named in another way, because no project is here; `next` says how. */
export function createNoAppHere(cwd: string, next: string): OktaUnlockError {
  return new OktaUnlockError("missing-input", {
    message: "No app is named.",
    why: `${cwd} has no project of okta-unlock, whose app it could be.`,
    next,
  });
}

/** One of several apps has to be named; `next` says how. */
export function createSeveralAppsHere(
  cwd: string,
  apps: readonly ProjectApp[],
  next: string,
): OktaUnlockError {
  return new OktaUnlockError("missing-input", {
    message: `The projects in ${cwd} have ${apps.length} apps.`,
    why: "One of them has to be named, or its folder to be the current one.",
    details: apps.slice(0, mostNamed).map(({ folder, okta }) => `${okta.clientId}  ${folder ?? "."}`),
    next,
  });
}

function describe(directory: string, folder: string | undefined, manifest: ProjectManifest): ProjectApp {
  return { directory, folder, isHere: false, okta: manifest.okta, manifest };
}

function listFolders(directory: string): readonly string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith("."));
    return folders.map(({ name }) => name).toSorted();
  } catch {
    return [];
  }
}
