import { basename, relative, resolve } from "node:path";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { formatCorrected } from "../../flows/corrected-command.ts";
import { type Gathering, startGathering } from "../../flows/fields.ts";
import { createDeclinedError } from "../../flows/confirm-plan.ts";
import { hint } from "../../hints.ts";
import type { ProjectAnswers } from "../../project/answers.ts";
import { manifestName } from "../../project/manifest.ts";
import type { FileChange } from "../../project/update/file-change.ts";
import { formatDiff } from "../../project/update/format-diff.ts";
import { type GitState, readGitState } from "../../project/update/git-state.ts";
import { planUpdate, type UpdatePlan } from "../../project/update/plan-update.ts";
import { writeUpdate } from "../../project/update/write-update.ts";
import { changeAnswers } from "./change-answers.ts";
import { type AppOutcome, describeAppChanges, listAppChanges, withChangedApp } from "./change-app.ts";
import { explainUpdated } from "./explain-updated.ts";
import type { UpdateFlags } from "./flags.ts";
import { findProjects, type FoundProject } from "./find-projects.ts";
import { renderSources } from "./render-sources.ts";
import type { ChangedFile, UpdatedProject, UpdateResult } from "./result.ts";
import { describeFiles } from "./view.ts";

/** One project that is going to be updated. */
interface PlannedProject {
  readonly found: FoundProject;
  readonly answers: ProjectAnswers;
  readonly plan: UpdatePlan;
  readonly git: GitState;
  readonly versions: Pick<UpdatedProject, "from" | "to">;
}

/**
 * Merges today's template into the projects of a folder. All of them are planned before the first is written. Throws
 * `project-conflict` when git has no commit of what is there, and `--force` was not given.
 */
export async function runUpdate(
  context: Context,
  argument: string | undefined,
  flags: UpdateFlags,
): Promise<UpdateResult> {
  const directory = resolve(context.cwd, argument ?? ".");
  const gathering = startGathering(context);
  return gathering.keepAnswers(async () => {
    const found = await findProjects(directory, { ...flags, log: context.log });
    const planned: PlannedProject[] = [];
    for (const project of found) planned.push(await planOne(context, gathering, project, flags));
    assertRestored(directory, planned, flags);
    const projects: UpdatedProject[] = [];
    for (const project of planned) {
      try {
        projects.push(await updateOne(context, project, { ...flags, isNamed: planned.length > 1 }));
      } catch (error) {
        throw explainUpdated(context, error, projects);
      }
    }
    return {
      dryRun: flags.dryRun === true,
      changed: projects.some(({ changed }) => changed),
      conflicts: projects.reduce((sum, { conflicts }) => sum + conflicts, 0),
      projects,
    };
  });
}

async function planOne(
  context: Context,
  gathering: Gathering,
  found: FoundProject,
  flags: UpdateFlags,
): Promise<PlannedProject> {
  const { directory, manifest } = found;
  const git = await readGitState(context, directory);
  const answers = await changeAnswers(context, gathering, manifest.answers, flags);
  const sources = await renderSources(context, found, answers);
  const { today } = sources;
  const plan = planUpdate(sources, {
    conflicts: flags.conflicts ?? "markers",
    restore:
      flags.restore === true ? "all" : flags.restore?.map((path) => toProjectPath(context, found, path)),
    names: { yours: "yours", template: `okta-unlock ${today.generatorVersion}` },
  });
  if (plan.changes.length > 0 && flags.dryRun !== true && flags.force !== true)
    assertClean(context, directory, git);
  const from = { generatorVersion: manifest.generatorVersion, templateVersion: manifest.templateVersion };
  const to = { generatorVersion: today.generatorVersion, templateVersion: today.templateVersion };
  return { found, answers, plan, git, versions: { from, to } };
}

/** As typed from where the user is, or as `okta-unlock.json` has it. */
function toProjectPath(
  { cwd }: Pick<Context, "cwd">,
  { directory, manifest }: FoundProject,
  text: string,
): string {
  const path = text.replaceAll("\\", "/");
  return path in manifest.files ? path : relative(directory, resolve(cwd, text)).replaceAll("\\", "/");
}

const mostNamed = 10;

function assertClean({ args }: Pick<Context, "args">, directory: string, { dirty }: GitState): void {
  if (dirty.length === 0) return;
  const more = dirty.length - mostNamed;
  throw new OktaUnlockError("project-conflict", {
    message: `${directory} has changes without a commit.`,
    why: "After a merge, git could not give them back.",
    details: [...dirty.slice(0, mostNamed), ...(more > 0 ? [`and ${more} more`] : [])],
    next: `Commit them, or have copies kept beside the project: ${formatCorrected(args, [{ flag: "--force" }])}`,
  });
}

/** A file that is asked back, but is not deleted, is a slip. */
function assertRestored(
  directory: string,
  planned: readonly PlannedProject[],
  { restore }: UpdateFlags,
): void {
  if (restore === undefined || restore === true) return;
  const names = planned.flatMap(({ plan, found }) => [
    ...plan.changes.filter(({ kind }) => kind === "restored"),
    ...plan.kept
      .filter(({ why }) => why === "deleted")
      .map(({ path }) => ({ path, directory: found.directory })),
  ]);
  const restored = planned.flatMap(({ plan }) => plan.changes.filter(({ kind }) => kind === "restored"));
  if (restored.length >= restore.length) return;
  const missing = names.filter((each) => "directory" in each).map(({ path }) => path);
  throw new OktaUnlockError("invalid-value", {
    message: "--restore names what is no deleted file of the project.",
    ...(missing.length > 0 && { why: `Deleted are: ${missing.slice(0, mostNamed).join(", ")}.` }),
    details: restore.filter(
      (path) => !restored.some((each) => each.path === path || path.endsWith(`/${each.path}`)),
    ),
    next: `Bring back all that were deleted: ${hint("update", { args: [directory], restore: true })}`,
  });
}

async function updateOne(
  context: Context,
  project: PlannedProject,
  flags: UpdateFlags & { readonly isNamed: boolean },
): Promise<UpdatedProject> {
  const { found, answers, plan, git } = project;
  const changes = listAppChanges(found.manifest.answers, answers);
  if (flags.dryRun === true) {
    const warnings =
      changes === undefined ? [] : [`The app at Okta would need: ${describeAppChanges(changes).join("; ")}.`];
    return buildResult(
      project,
      { app: "unchanged", steps: [], warnings },
      { diff: splitDiff(formatDiff(listFiles(plan))) },
    );
  }
  if (plan.changes.length === 0)
    return buildResult(project, { app: "unchanged", steps: [], warnings: [] }, {});
  await confirmFiles(context, project, flags);
  let backup: string | undefined;
  const outcome = await withChangedApp(context, found, changes, flags, async () => {
    backup = await writeUpdate(context, plan, { tracked: git.committed });
  });
  return buildResult(project, outcome, { backup });
}

/** Of several projects, each is asked about by its folder. */
async function confirmFiles(
  context: Context,
  { found, plan }: PlannedProject,
  { isNamed }: { readonly isNamed: boolean },
): Promise<void> {
  if (!context.interaction.canAsk) return;
  context.log.show({ files: listFiles(plan), kept: plan.kept }, (shown, style, width) =>
    [
      isNamed ? `\n${style.strong(basename(found.directory))}\n` : "",
      describeFiles(shown, style, width),
    ].join(""),
  );
  if (!(await context.prompts.confirm({ message: "Continue?", default: true }))) throw createDeclinedError();
}

function listFiles({ changes }: UpdatePlan): readonly FileChange[] {
  return changes.filter(({ path }) => path !== manifestName);
}

function buildResult(
  { found, answers, plan, versions }: PlannedProject,
  { app, steps, warnings }: AppOutcome,
  { backup, diff }: { readonly backup?: string | undefined; readonly diff?: UpdatedProject["diff"] },
): UpdatedProject {
  return {
    directory: found.directory,
    name: answers.name.display,
    platform: answers.platform,
    ...versions,
    changed: plan.changes.length > 0,
    files: listFiles(plan).map(toChangedFile),
    kept: plan.kept,
    conflicts: plan.changes.reduce((sum, { conflicts = 0 }) => sum + conflicts, 0),
    backup: backup ?? null,
    baseKnown: plan.isBaseKnown,
    app,
    steps,
    warnings,
    ...(diff !== undefined && { diff }),
  };
}

function splitDiff(text: string): readonly (readonly string[])[] {
  return text.split("\n").map((line) => line.split("\t"));
}

function toChangedFile({ kind, path, movedFrom, conflicts }: FileChange): ChangedFile {
  return {
    path,
    change: kind,
    ...(movedFrom !== undefined && { movedFrom }),
    ...(conflicts !== undefined && { conflicts }),
  };
}
