import { readdirSync } from "node:fs";
import { join } from "node:path";
import { OktaUnlockError } from "../../errors.ts";
import { hint } from "../../hints.ts";
import { cleanStaleStaging } from "../../project/clean-staging.ts";
import { manifestName, type ProjectManifest } from "../../project/manifest.ts";
import { readManifest } from "../../project/read-manifest.ts";

/** A project that okta-unlock made. */
export interface FoundProject {
  /** Absolute. */
  readonly directory: string;
  readonly manifest: ProjectManifest;
}

/**
 * The project in a folder (absolute path), or those in its folders. An update that was cut short is finished first. Throws
 * `directory-unusable` when there is none.
 */
export async function findProjects(directory: string): Promise<readonly FoundProject[]> {
  const itself = await findProject(directory);
  if (itself !== undefined) return [itself];
  const found: FoundProject[] = [];
  for (const name of listFolders(directory)) {
    const project = await findProject(join(directory, name));
    if (project !== undefined) found.push(project);
  }
  if (found.length > 0) return found;
  throw new OktaUnlockError("directory-unusable", {
    message: `${directory} has no project of okta-unlock.`,
    why: `There is no ${manifestName} in it, nor in its folders.`,
    next: `Name the folder of the project, or create one: ${hint("create", { args: ["<dir>"] })}`,
  });
}

async function findProject(directory: string): Promise<FoundProject | undefined> {
  await cleanStaleStaging(directory);
  const manifest = await readManifest(directory);
  return manifest && { directory, manifest };
}

function listFolders(directory: string): readonly string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).toSorted();
  } catch {
    return [];
  }
}
