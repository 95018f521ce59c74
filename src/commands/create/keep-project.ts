import { join } from "node:path";
import type { Context } from "../../context.ts";
import { hint, shellCommand } from "../../hints.ts";
import { compareWithDisk, manifestName } from "../../project/manifest.ts";
import { isReplacedLockfile } from "../../project/install-packages.ts";
import type { FoundProject } from "../../project/target.ts";
import type { CreateAnswers } from "./answers.ts";
import { prefixPath } from "./locate-projects.ts";
import type { MadeProject } from "./made-project.ts";
import type { Steps } from "./project-steps.ts";

/** What there is to say of projects that stay as they are: edited files are the user's, and deleted ones may have been in the way. */
export function keepProjects(
  { log }: Pick<Context, "log">,
  { directory }: Pick<CreateAnswers, "directory">,
  projects: readonly FoundProject[],
  steps: Steps,
): MadeProject {
  const compared = projects.map(({ folder, manifest }) => {
    const place = join(directory, folder);
    const { edited, missing } = compareWithDisk(manifest, place);
    const absent = missing.filter((file) => !isReplacedLockfile(place, file));
    return { edited, missing: absent.map((path) => prefixPath(folder, path)) };
  });
  const edited = compared.flatMap((each) => each.edited);
  const missing = compared.flatMap((each) => each.missing);
  if (edited.length > 0)
    log.info(`You have changed ${edited.length} of its files; okta-unlock leaves them alone.`);
  return {
    state: "unchanged",
    files: projects.flatMap(({ folder, manifest }) =>
      [...Object.keys(manifest.files), manifestName].map((path) => prefixPath(folder, path)),
    ),
    missing,
    git: "unchanged",
    nextSteps: [...describeRecovery(directory, missing), ...steps.shared],
    projectSteps: steps.projects,
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
