import { hint } from "../../hints.ts";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { LocalOrgNow } from "../../flows/org-session.ts";
import { answerRows } from "../../project/answers.ts";
import { initialiseRepository, type RepositoryOutcome } from "../../project/git.ts";
import type { ProjectManifest } from "../../project/manifest.ts";
import type { OktaSettings } from "../../project/okta-settings.ts";
import { planProject, type ProjectPlan } from "../../project/plan.ts";
import { writeProject } from "../../project/stage.ts";
import type { FreeTarget } from "../../project/target.ts";
import type { CreateAnswers } from "./answers.ts";
import type { Platform } from "../../values/platform.ts";
import { buildPortableCommand } from "./equivalent.ts";
import { keepProject } from "./keep-project.ts";
import type { MadeProject } from "./made-project.ts";
import { lookAtPlace, type UsableTarget } from "./place.ts";

/** What the project is made of, and where it goes. */
interface ProjectOrder {
  readonly target: UsableTarget;
  readonly okta: OktaSettings;
  /** Absent unless the org is the local one. */
  readonly local?: LocalOrgNow | undefined;
}

/** Where an app is looked at first: an app of React Native in a browser. */
const trustedBy: Readonly<Record<Platform, string>> = {
  ios: "ios",
  android: "android",
  "react-native": "desktop",
};

/** Writes the project, or leaves the one that is there: edited files are the user's. */
export async function makeProject(
  context: Context,
  answers: CreateAnswers,
  { target, okta, local }: ProjectOrder,
): Promise<MadeProject> {
  const plan = await planProject(answers, okta, {
    command: buildPortableCommand(context, answers),
    version: context.version,
    templatesDirectory: context.templatesDirectory,
    ...(answers.template && { template: answers.template }),
    system: context.platform,
    localOrg: local && {
      trust: hint("local trust", { args: [trustedBy[answers.platform]], apply: true }),
      ...(!local.isLasting && { start: hint("local start") }),
    },
  });
  if (target.kind !== "ours") return writeNewProject(context, answers, plan, target);
  const nextSteps = nameReadme(plan.nextSteps, Object.keys(target.manifest.files));
  return keepProject(context, answers, nextSteps, target.manifest);
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
          repository = await initialise(context, answers, plan, stagingDirectory);
      },
    }),
  );
  tellKept(context, target, written);
  if (isInRepository(answers, target, repository))
    context.log.info("The folder is in a git repository already: nothing was committed there.");
  const files = written.files.map(({ path }) => path);
  return {
    state: "created",
    files,
    missing: [],
    git: repository.status,
    nextSteps: [...(repository.nextSteps ?? []), ...nameReadme(plan.nextSteps, files)],
    warnings: repository.warning === undefined ? [] : [repository.warning],
  };
}

/** Nothing is said of what nobody looks at, such as `.git`. */
function tellKept({ log }: Pick<Context, "log">, target: FreeTarget, { files }: ProjectPlan): void {
  if (target.kind !== "tolerated") return;
  const extended = files.filter((file) => file.extends !== undefined).map(({ path }) => path);
  const kept = target.entries.filter((entry) => !unseen.test(entry) && !extended.includes(entry));
  if (kept.length > 0) log.info(`These files of yours stay as they are: ${kept.join(", ")}.`);
  for (const path of extended) log.info(`Lines were added to your ${path}, below yours.`);
}

const unseen = /^(?:\.git|\.hg|\.jj|\.svn|\.DS_Store|thumbs\.db|desktop\.ini|lost\+found|\._.*)$/iu;

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
  { files }: ProjectPlan,
  stagingDirectory: string,
): Promise<RepositoryOutcome> {
  return initialiseRepository(context, {
    stagingDirectory,
    target: directory,
    name: name.display,
    executables: files.filter(({ executable }) => executable === true).map(({ path }) => path),
  });
}

function nameReadme(steps: readonly string[], paths: readonly string[]): string[] {
  const readme = findReadme(paths);
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
  rows.unshift(["template", nameTemplate(manifest.template), nameTemplate(answers.template)]);
  const update = hint("update", { args: [answers.directory], answers: true });
  refuseDifferences(answers.directory, `Change its answers: ${update}`, rows);
}

function nameTemplate(template: { readonly title: string } | undefined): string {
  return template === undefined ? "that of okta-unlock" : template.title;
}

/** Throws `project-conflict` when the folder holds a project for another app or issuer. */
export function assertSameSettings(
  settings: OktaSettings,
  manifest: ProjectManifest,
  directory: string,
): void {
  const inReadme = `"Change an answer" in its ${findReadme(Object.keys(manifest.files))} says where`;
  refuseDifferences(directory, `Change the project itself (${inReadme})`, [
    ["issuer", manifest.okta.issuer, settings.issuer],
    ["client ID", manifest.okta.clientId, settings.clientId],
  ]);
}

/** `wayOut` is what to do in place of another folder. */
function refuseDifferences(directory: string, wayOut: string, rows: readonly Row[]): void {
  const differences = rows.filter(([, inProject, wanted]) => inProject !== wanted);
  if (differences.length === 0) return;
  const anotherFolder = `use another folder: ${hint("create", { args: ["<dir>"] })}`;
  throw new OktaUnlockError("project-conflict", {
    message: `${directory} contains a project that was created with other answers.`,
    why: "okta-unlock never overwrites a project, so that you lose none of your changes.",
    details: differences.map(
      ([label, inProject, wanted]) => `${label}: ${inProject} in the project, ${wanted} now`,
    ),
    next: `${wayOut}, or ${anotherFolder}`,
  });
}

/** Beside a README of the user's, ours has another name. */
function findReadme(paths: readonly string[]): string {
  return paths.find((path) => /^readme[^/]*\.md$/iu.test(path)) ?? "README.md";
}
