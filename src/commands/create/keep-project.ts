import type { Context } from "../../context.ts";
import { hint, shellCommand } from "../../hints.ts";
import { compareWithDisk, manifestName, type ProjectManifest } from "../../project/manifest.ts";
import { npmLockfile } from "../../project/install-commands.ts";
import { findOtherLockfile } from "../../project/install-packages.ts";
import type { CreateAnswers } from "./answers.ts";
import type { MadeProject } from "./made-project.ts";

/** What there is to say of a project that stays as it is: edited files are the user's, and deleted ones may have been in the way. */
export function keepProject(
  { log }: Pick<Context, "log">,
  { directory }: CreateAnswers,
  nextSteps: readonly string[],
  manifest: ProjectManifest,
): MadeProject {
  const { edited, missing: absent } = compareWithDisk(manifest, directory);
  // Another package manager has its own.
  const isReplaced = (file: string): boolean =>
    file === npmLockfile && findOtherLockfile(directory) !== undefined;
  const missing = absent.filter((file) => !isReplaced(file));
  if (edited.length > 0)
    log.info(`You have changed ${edited.length} of its files; okta-unlock leaves them alone.`);
  return {
    state: "unchanged",
    files: [...Object.keys(manifest.files), manifestName],
    missing,
    git: "unchanged",
    nextSteps: [...describeRecovery(directory, missing), ...nextSteps],
    warnings: missing.map((file) => `${file} is missing from the project.`),
  };
}

const mostNamed = 10;

/** Their contents are nowhere but in git, and in a project that is created anew. */
function describeRecovery(directory: string, missing: readonly string[]): string[] {
  if (missing.length === 0) return [];
  const command = shellCommand("git", "restore", "--", ...missing.slice(0, mostNamed));
  return [
    `To get back what is missing: ${command}`,
    `What git does not have: ${hint("update", { args: [directory], restore: true })}`,
  ];
}
