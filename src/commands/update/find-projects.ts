import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { hint } from "../../hints.ts";
import { cleanStaleStaging } from "../../project/clean-staging.ts";
import { manifestName, type ProjectManifest } from "../../project/manifest.ts";
import { readManifest } from "../../project/read-manifest.ts";
import { findAbandonedStagingFolders, hasUpdate, keptIn, projectIn } from "../../project/staging-folder.ts";
import { isBackupName } from "../../project/update/write-update.ts";
import type { UpdateFlags } from "./flags.ts";

/** A project that okta-unlock made. */
export interface FoundProject {
  /** Absolute. */
  readonly directory: string;
  readonly manifest: ProjectManifest;
}

type Search = Pick<UpdateFlags, "dryRun"> & Pick<Context, "log">;

/**
 * The project in a folder (absolute path), or those in its folders. An update that was cut short is finished first. Throws
 * `directory-unusable` when there is none, `project-conflict` when an update can't be finished.
 */
export async function findProjects(directory: string, search: Search): Promise<readonly FoundProject[]> {
  const itself = await findProject(directory, search);
  if (itself !== undefined) return [itself];
  const found: FoundProject[] = [];
  for (const name of listFolders(directory).filter((each) => !isBackupName(each))) {
    const project = await findProject(join(directory, name), search);
    if (project !== undefined) found.push(project);
  }
  if (found.length > 0) return found;
  throw new OktaUnlockError("directory-unusable", {
    message: `${directory} has no project of okta-unlock.`,
    why: `There is no ${manifestName} in it, nor in its folders.`,
    next: `Name the folder of the project, or create one: ${hint("create", { args: ["<dir>"] })}`,
  });
}

async function findProject(directory: string, search: Search): Promise<FoundProject | undefined> {
  await finishFormerUpdate(directory, search);
  const manifest = await readManifest(directory);
  return manifest && { directory, manifest };
}

/** A merge into half an update would take what is missing for an edit. */
async function finishFormerUpdate(directory: string, { dryRun, log }: Search): Promise<void> {
  const unfinished = async (): Promise<string | undefined> =>
    (await findAbandonedStagingFolders(directory, directory)).find(hasUpdate);
  const former = await unfinished();
  if (dryRun === true) {
    if (former !== undefined) throw createToBeFinished(directory);
    return;
  }
  await cleanStaleStaging(directory);
  const left = former && (await unfinished());
  if (left !== undefined) throw createUnfinished(directory, left);
  if (former !== undefined) log.info(`An earlier update of ${directory} was cut short. It is finished now.`);
}

function createToBeFinished(directory: string): OktaUnlockError {
  return new OktaUnlockError("project-conflict", {
    message: `An update of ${directory} was cut short.`,
    why: "With --dry-run it is not finished: that would change files.",
    next: `Finish it: ${hint("update", { args: [directory] })}`,
  });
}

function createUnfinished(directory: string, staging: string): OktaUnlockError {
  return new OktaUnlockError("project-conflict", {
    message: `An update of ${directory} was cut short, and can't be finished.`,
    why: "Files that it was to replace were changed since.",
    details: [`new versions: ${projectIn(staging)}`, `copies of the old ones: ${keptIn(staging)}`],
    next: `Take over what you need of the new versions, and remove the folder ${staging}`,
  });
}

function listFolders(directory: string): readonly string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).toSorted();
  } catch {
    return [];
  }
}
