import { hint } from "../../hints.ts";
import type { Context } from "../../context.ts";
import type { LocalOrgNow } from "../../flows/org-session.ts";
import { initialiseRepository, type RepositoryOutcome } from "../../project/git.ts";
import type { OktaSettings } from "../../project/okta-settings.ts";
import { planProject, type ProjectPlan } from "../../project/plan.ts";
import type { WritablePlan } from "../../project/keep-existing.ts";
import { planSeveral } from "../../project/several.ts";
import { writeProject } from "../../project/stage.ts";
import type { FreeTarget } from "../../project/target.ts";
import type { CreateAnswers } from "./answers.ts";
import type { Platform } from "../../values/platform.ts";
import { buildPortableCommand } from "./equivalent.ts";
import { keepProjects } from "./keep-project.ts";
import { locateProjects, narrowToProject, prefixPath } from "./locate-projects.ts";
import type { MadeProject } from "./made-project.ts";
import { isThere, listProjects, type UsableTarget } from "./place.ts";
import { listSteps, type Steps } from "./project-steps.ts";
import { toProjectAnswers } from "../../flows/run-answers.ts";

/** What the project is made of, and where it goes. */
interface ProjectOrder {
  readonly target: UsableTarget;
  readonly okta: OktaSettings;
  /** Absent unless the org is the local one. */
  readonly local?: LocalOrgNow | undefined;
}

/** Where an app is looked at first: what has to trust the local org. */
function findFirstDevice(platform: Platform, { webPreview }: CreateAnswers, system: NodeJS.Platform): string {
  if (platform !== "react-native") return platform;
  if (webPreview) return "desktop";
  return system === "darwin" ? "ios" : "android";
}

/** Writes the projects, or leaves those that are there: edited files are the user's. */
export async function makeProject(
  context: Context,
  answers: CreateAnswers,
  { target, okta, local }: ProjectOrder,
): Promise<MadeProject> {
  const plan = await planProjects(context, answers, { okta, local });
  if (!isThere(target)) return writeNewProject(context, answers, plan, target);
  return keepProjects(context, answers, listProjects(target), listSteps(plan, listPaths(target)));
}

function listPaths(target: UsableTarget): readonly string[] {
  const paths = listProjects(target).flatMap(({ folder, manifest }) =>
    Object.keys(manifest.files).map((path) => prefixPath(folder, path)),
  );
  return target.kind === "several" ? [...paths, "README.md"] : paths;
}

/** Every project of the run, rendered: each is what it would be if it were the only one. */
export async function planProjects(
  context: Context,
  answers: CreateAnswers,
  { okta, local }: Pick<ProjectOrder, "okta" | "local">,
): Promise<WritablePlan> {
  const { version, templatesDirectory, platform: system } = context;
  const plans: ProjectPlan[] = [];
  for (const place of locateProjects(answers)) {
    const { platform } = place;
    const command = buildPortableCommand(context, narrowToProject(answers, place));
    const plan = await planProject(toProjectAnswers(answers, platform), okta, {
      command,
      version,
      templatesDirectory,
      ...(answers.template && { template: answers.template }),
      system,
      localOrg: local && {
        trust: hint("local trust", { args: [findFirstDevice(platform, answers, system)], apply: true }),
        ...(!local.isLasting && { start: hint("local start") }),
      },
    });
    plans.push(plan);
  }
  const [first, ...others] = plans;
  if (first === undefined) throw new Error("A run has a platform.");
  if (others.length === 0) return first;
  return planSeveral([first, ...others], { command: buildPortableCommand(context, answers), version });
}

async function writeNewProject(
  context: Context,
  answers: CreateAnswers,
  plan: WritablePlan,
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
    ...addFirst(repository.nextSteps ?? [], listSteps(plan, files)),
    warnings: repository.warning === undefined ? [] : [repository.warning],
  };
}

/** Nothing is said of what nobody looks at, such as `.git`. */
function tellKept({ log }: Pick<Context, "log">, target: FreeTarget, { files }: WritablePlan): void {
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
  { files }: WritablePlan,
  stagingDirectory: string,
): Promise<RepositoryOutcome> {
  return initialiseRepository(context, {
    stagingDirectory,
    target: directory,
    name: name.display,
    executables: files.filter(({ executable }) => executable === true).map(({ path }) => path),
  });
}

function addFirst(first: readonly string[], { shared, projects }: Steps) {
  return { nextSteps: [...first, ...shared], projectSteps: projects };
}
