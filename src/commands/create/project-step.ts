import { initialiseRepository, type RepositoryOutcome } from "../../project/git.ts";
import type { OktaSettings } from "../../project/okta-settings.ts";
import { planProject, type ProjectPlan } from "../../project/plan.ts";
import { compareWithDisk } from "../../project/read-manifest.ts";
import { writeProject } from "../../project/stage.ts";
import type { FreeTarget, TargetState } from "../../project/target.ts";
import type { CreateRun } from "./create-run.ts";

/** A target that `assertUsable` let through. */
export type UsableTarget = FreeTarget | Extract<TargetState, { readonly kind: "ours" }>;

/** The project as it lies in the folder now. */
export interface MadeProject {
  readonly state: "created" | "unchanged";
  readonly files: readonly string[];
  readonly git: RepositoryOutcome["status"] | "unchanged";
  readonly nextSteps: readonly string[];
  readonly warnings: readonly string[];
}

/** Writes the project, or leaves the one that is there: edited files are the user's. */
export async function makeProject(
  run: CreateRun,
  target: UsableTarget,
  okta: OktaSettings,
): Promise<MadeProject> {
  const { context, answers, command } = run;
  const plan = await planProject(answers, okta, {
    command,
    version: context.version,
    templatesDirectory: context.templatesDirectory,
  });
  if (target.kind === "ours") {
    const { edited, missing } = compareWithDisk(target.manifest, answers.directory);
    const warnings = missing.map((file) => `${file} is missing from the project.`);
    const files = [...Object.keys(target.manifest.files), "okta-unlock.json"];
    if (edited.length > 0)
      context.log.info(`You have changed ${edited.length} of its files; they stay as they are.`);
    return { state: "unchanged", files, git: "unchanged", nextSteps: plan.nextSteps, warnings };
  }
  let repository: RepositoryOutcome = { status: "skipped" };
  const written = await context.log.step(`Write ${plan.files.length} files`, () =>
    writeProject(context, plan, {
      target: answers.directory,
      state: target,
      async beforeCommit(stagingDirectory) {
        if (wantsRepository(run, target)) repository = await createRepository(run, stagingDirectory);
      },
    }),
  );
  return {
    state: "created",
    files: written.files.map(({ path }) => path),
    git: repository.status,
    nextSteps: withReadme(plan.nextSteps, written),
    warnings: repository.warning === undefined ? [] : [repository.warning],
  };
}

/** A folder that has a repository keeps it, even one that git can't read. */
function wantsRepository({ flags }: CreateRun, target: UsableTarget): boolean {
  return flags.git && !(target.kind === "tolerated" && target.entries.includes(".git"));
}

function createRepository(
  { context, answers }: CreateRun,
  stagingDirectory: string,
): Promise<RepositoryOutcome> {
  return initialiseRepository(context, {
    stagingDirectory,
    target: answers.directory,
    name: answers.name.display,
  });
}

/** Beside a README of the user's, ours has another name. */
function withReadme(steps: readonly string[], { files }: ProjectPlan): string[] {
  const readme = files.find(({ path }) => /^readme[^/]*\.md$/iu.test(path))?.path ?? "README.md";
  return steps.map((step) => step.replace("README.md", readme));
}
