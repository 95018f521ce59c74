import { hint } from "../../hints.ts";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { answerRows } from "../../project/answers.ts";
import { initialiseRepository, type RepositoryOutcome } from "../../project/git.ts";
import { compareWithDisk, manifestName, type ProjectManifest } from "../../project/manifest.ts";
import type { OktaSettings } from "../../project/okta-settings.ts";
import { planProject, type ProjectPlan } from "../../project/plan.ts";
import { writeProject } from "../../project/stage.ts";
import type { FreeTarget } from "../../project/target.ts";
import { formatCommand } from "../../values/shell-quote.ts";
import type { CreateAnswers } from "./answers.ts";
import { buildEquivalentCommand } from "./equivalent.ts";
import { lookAtPlace, type UsableTarget } from "./place.ts";

/** The project as it is in the folder now. */
export interface MadeProject {
  readonly state: "created" | "unchanged";
  readonly files: readonly string[];
  readonly git: RepositoryOutcome["status"] | "unchanged";
  readonly nextSteps: readonly string[];
  readonly warnings: readonly string[];
}

/** What the project is made of, and where it goes. */
interface ProjectOrder {
  readonly target: UsableTarget;
  readonly okta: OktaSettings;
  /** The file that devices must trust, for the local org only. */
  readonly caCertificatePath?: string | undefined;
}

/** Writes the project, or leaves the one that is there: edited files are the user's. */
export async function makeProject(
  context: Context,
  answers: CreateAnswers,
  { target, okta, caCertificatePath }: ProjectOrder,
): Promise<MadeProject> {
  const plan = await planProject(answers, okta, {
    command: buildEquivalentCommand(context, answers),
    version: context.version,
    templatesDirectory: context.templatesDirectory,
    // The steps that name it run on a Mac, in a POSIX shell.
    caCertificate: caCertificatePath && formatCommand([caCertificatePath], "darwin"),
  });
  return target.kind === "ours"
    ? keepProject(context, plan, target.manifest, answers.directory)
    : writeNewProject(context, answers, plan, target);
}

function keepProject(
  { log }: Pick<Context, "log">,
  { nextSteps }: ProjectPlan,
  manifest: ProjectManifest,
  directory: string,
): MadeProject {
  const { edited, missing } = compareWithDisk(manifest, directory);
  if (edited.length > 0)
    log.info(`You have changed ${edited.length} of its files; okta-unlock leaves them alone.`);
  return {
    state: "unchanged",
    files: [...Object.keys(manifest.files), manifestName],
    git: "unchanged",
    nextSteps,
    warnings: missing.map((file) => `${file} is missing from the project.`),
  };
}

async function writeNewProject(
  context: Context,
  answers: CreateAnswers,
  plan: ProjectPlan,
  target: FreeTarget,
): Promise<MadeProject> {
  let repository: RepositoryOutcome = { status: "skipped" };
  const written = await context.log.step(`Write ${plan.files.length} files`, () =>
    writeProject(context, plan, {
      target: answers.directory,
      state: target,
      async beforeCommit(stagingDirectory) {
        if (needsRepository(answers, target))
          repository = await initialise(context, answers, stagingDirectory);
      },
    }),
  );
  if (isInRepository(answers, target, repository))
    context.log.info("The folder is in a git repository already: nothing was committed there.");
  return {
    state: "created",
    files: written.files.map(({ path }) => path),
    git: repository.status,
    nextSteps: [...(repository.nextSteps ?? []), ...nameReadme(plan.nextSteps, written)],
    warnings: repository.warning === undefined ? [] : [repository.warning],
  };
}

/** A folder that has a repository keeps it, even one that git can't read. */
function needsRepository({ git }: CreateAnswers, target: FreeTarget): boolean {
  return git && !hasRepository(target);
}

function hasRepository(target: FreeTarget): boolean {
  return target.kind === "tolerated" && target.entries.includes(".git");
}

function isInRepository(
  { git }: CreateAnswers,
  target: FreeTarget,
  { status }: Pick<RepositoryOutcome, "status">,
): boolean {
  return git && (hasRepository(target) || status === "inside-repository");
}

function initialise(
  context: Context,
  { directory, name }: CreateAnswers,
  stagingDirectory: string,
): Promise<RepositoryOutcome> {
  return initialiseRepository(context, {
    stagingDirectory,
    target: directory,
    name: name.display,
  });
}

/** Beside a README of the user's, ours has another name. */
function nameReadme(steps: readonly string[], { files }: ProjectPlan): string[] {
  const readme = files.find(({ path }) => /^readme[^/]*\.md$/iu.test(path))?.path ?? "README.md";
  return steps.map((step) => step.replace("README.md", readme));
}

type Row = readonly [label: string, inProject: string, wanted: string];

/**
 * What is in the folder of the project. Throws `directory-unusable` when a project can't go there, `project-conflict` when it
 * contains one that was created with other answers.
 */
export async function findTarget(answers: CreateAnswers): Promise<UsableTarget> {
  const { target } = await lookAtPlace(answers.directory);
  if (target.kind === "ours") assertSameAnswers(answers, target.manifest);
  return target;
}

function assertSameAnswers(answers: CreateAnswers, manifest: ProjectManifest): void {
  const rows = answerRows.map(([name, row]): Row => [
    row.label,
    row.write(manifest.answers[name]),
    row.write(answers[name]),
  ]);
  refuseDifferences(answers.directory, rows);
}

/** Throws `project-conflict` when the folder holds a project for another app or issuer. */
export function assertSameSettings(
  settings: OktaSettings,
  manifest: ProjectManifest,
  directory: string,
): void {
  refuseDifferences(directory, [
    ["issuer", manifest.okta.issuer, settings.issuer],
    ["client ID", manifest.okta.clientId, settings.clientId],
  ]);
}

function refuseDifferences(directory: string, rows: readonly Row[]): void {
  const differences = rows.filter(([, inProject, wanted]) => inProject !== wanted);
  if (differences.length === 0) return;
  throw new OktaUnlockError("project-conflict", {
    message: `${directory} contains a project that was created with other answers.`,
    why: "okta-unlock never overwrites a project, so that you lose none of your changes.",
    details: differences.map(
      ([label, inProject, wanted]) => `${label}: ${inProject} in the project, ${wanted} now`,
    ),
    next: `Use the same answers, or another folder: ${hint("create", { args: ["<dir>"] })}`,
  });
}
