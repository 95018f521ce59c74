import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { shellCommand } from "../../hints.ts";
import { installCommands, npmLockfile, respellSteps } from "../../project/install-commands.ts";
import {
  findLockfile,
  hasPackages,
  installIn,
  type InstallProblem,
  spellInstall,
} from "../../project/install-packages.ts";
import { loadTemplate } from "../../project/templates.ts";
import { inTurn } from "../../shell-lines.ts";
import { wrap } from "../../terminal/wrap.ts";
import type { PackageManager } from "../../values/package-manager.ts";
import type { Platform } from "../../values/platform.ts";
import { namePlatforms } from "../../values/platform-list.ts";
import type { CreateAnswers } from "./answers.ts";
import { formatTypablePath } from "./equivalent.ts";
import { addInstallFlags, findManager, type InstallWish, nameManager } from "./install-wish.ts";
import { locateProjects, type ProjectPlace } from "./locate-projects.ts";
import type { CreateResult, InstallOutcome, ProjectResult } from "./result.ts";

/**
 * Installs the packages of a project that is in its place, when that is wanted; a person who did not say is asked. The project and
 * its app stay, whatever goes wrong: that is a part of the outcome, and then nothing of the installation is left.
 */
export async function installPackages(
  context: Context,
  { install: wish, template }: Pick<CreateAnswers, "install" | "template">,
  made: CreateResult,
): Promise<CreateResult> {
  if (wish.isWanted === false) return made;
  const { projects } = made;
  const platforms = projects.map((each) => each.platform);
  const platform = await findInstallable({ platforms, template });
  const project = projects.find((each) => each.platform === platform);
  if (project === undefined) {
    if (wish.isWanted === undefined) return made;
    const names = namePlatforms(platforms);
    context.log.info(`Nothing to install: a project for ${names} needs no package manager.`);
    return { ...made, install: { packageManager: null, status: "nothing-to-install" } };
  }
  if (!(wish.isWanted ?? (made.project === "created" && context.interaction.canAsk))) {
    if (wish.manager !== undefined)
      context.log.info("The dependencies are not installed: that takes --install.");
    return made;
  }
  const install = await attempt(context, wish, { ...made, directory: project.directory });
  return install === undefined ? made : addInstall(context, wish, { ...made, install }, project);
}

type Sources = Pick<CreateAnswers, "platforms" | "template">;

/** The platform whose project has packages that have to be installed: of ours, one has. */
async function findInstallable({ platforms, template }: Sources): Promise<Platform | undefined> {
  if (template !== undefined) return template.install === undefined ? undefined : template.platform;
  for (const platform of platforms) {
    if ((await loadTemplate(platform)).install !== undefined) return platform;
  }
  return undefined;
}

type Placed = Sources & Pick<CreateAnswers, "directory" | "install">;

/** Where packages are going to be installed, when that is wanted. */
export async function findInstallPlace(answers: Placed): Promise<ProjectPlace | undefined> {
  if (answers.install.isWanted !== true) return undefined;
  const platform = await findInstallable(answers);
  return locateProjects(answers).find((each) => each.platform === platform);
}

/** What the packages are going to be installed with, when that is wanted. No program is run to find out. */
export async function planInstall(
  { env }: Pick<Context, "env">,
  answers: Placed,
): Promise<PackageManager | undefined> {
  const place = await findInstallPlace(answers);
  if (place === undefined || hasPackages(place.directory)) return undefined;
  return nameManager({ env }, answers.install, findLockfile(place.directory));
}

/** Undefined when a person does not want it. */
async function attempt(
  context: Context,
  wish: InstallWish,
  made: CreateResult,
): Promise<InstallOutcome | undefined> {
  let packageManager: PackageManager | null = wish.manager ?? null;
  try {
    packageManager = await findManager(context, wish, findManagerOf(made));
    if (hasPackages(made.directory)) {
      context.log.info("The dependencies are installed already, in the folder node_modules.");
      return { packageManager, status: "present" };
    }
    if (wish.isWanted === undefined && !(await isAgreed(context, packageManager))) return undefined;
    const problem = await installWith(context, packageManager, made);
    if (problem === undefined) return { packageManager, status: "installed" };
    const failure = createFailure(context, made, packageManager, problem);
    return { packageManager, status: "failed", failure };
  } catch (error) {
    if (!(error instanceof OktaUnlockError)) {
      if (packageManager === null || !isOfSystem(error)) throw error;
      const failure = createFailure(context, made, packageManager, { why: `${error.message}.`, said: [] });
      return { packageManager, status: "failed", failure };
    }
    // There is none, which is nothing to tell somebody who did not ask.
    if (error.code !== "interrupted")
      return wish.isWanted ? { packageManager, status: "failed", failure: error } : undefined;
    const failure = createStop(context, made, { manager: packageManager ?? "npm", stop: error });
    return { packageManager, status: "interrupted", failure };
  }
}

/** A new project has the lockfile of npm, whatever it is going to be installed with. */
function findManagerOf({ project, directory }: CreateResult): PackageManager | undefined {
  return project === "created" ? undefined : findLockfile(directory);
}

/** Such as a full disk: nothing that would keep somebody from hearing what was made. */
function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}

function isAgreed({ prompts }: Pick<Context, "prompts">, manager: PackageManager): Promise<boolean> {
  return prompts.confirm({ message: `Install the dependencies with ${manager} now?`, default: true });
}

async function installWith(
  context: Context,
  manager: PackageManager,
  { directory, project }: CreateResult,
): Promise<InstallProblem | undefined> {
  const { note } = installCommands[manager];
  const replacesLockfile = project === "created";
  if (note !== undefined && replacesLockfile) context.log.show(note, wrapNote);
  let problem: InstallProblem | undefined;
  const work = async (update: (text: string) => void): Promise<void> => {
    update(`Installing with ${spellInstall(manager)}, which takes a while`);
    problem = await installIn(context, { directory, manager, replacesLockfile, update });
    if (problem !== undefined) throw new StepFailed();
  };
  await context.log.step(`Install the dependencies with ${manager}`, work).catch((error: unknown) => {
    if (!(error instanceof StepFailed)) throw error;
  });
  if (problem === undefined && manager !== "npm" && existsSync(join(directory, npmLockfile)))
    context.log.warn(`${npmLockfile} is still there, too: delete it if you stay with ${manager}.`);
  return problem;
}

function wrapNote(note: string, _style: unknown, width: number): string {
  return wrap(note, { width, indent: 0 });
}

/** Lets the step show that it did not go well. */
class StepFailed extends Error {}

function createFailure(
  context: Pick<Context, "cwd">,
  made: CreateResult,
  manager: PackageManager,
  { why, said }: InstallProblem,
): OktaUnlockError {
  return new OktaUnlockError("install-failed", {
    message: `${made.name} is made, but its dependencies are not installed.`,
    why,
    details: said,
    next: `To install them: ${spellRetry(context, made, manager)}`,
  });
}

function createStop(
  context: Pick<Context, "cwd">,
  made: CreateResult,
  { manager, stop }: { readonly manager: PackageManager; readonly stop: OktaUnlockError },
): OktaUnlockError {
  return stop.with({
    message: `${stop.message} ${made.name} is made, but its dependencies are not installed.`,
    next: `To install them: ${spellRetry(context, made, manager)}`,
  });
}

/** What other managers than npm need in the project, only `create` makes. */
function spellRetry(
  { cwd }: Pick<Context, "cwd">,
  { directory, command }: CreateResult,
  manager: PackageManager,
): string {
  if (manager !== "npm") return addInstallFlags(command, manager);
  const path = relative(cwd, directory);
  const npmCi = shellCommand("npm", "ci");
  return path === "" ? npmCi : inTurn(shellCommand("cd", formatTypablePath(path)), npmCi);
}

/** What is to do after it, and how it is done again. */
function addInstall(
  context: Pick<Context, "cwd">,
  wish: InstallWish,
  made: CreateResult,
  { directory, nextSteps }: ProjectResult,
): CreateResult {
  const { status, packageManager } = made.install ?? {};
  const command = addInstallFlags(made.command, wish.manager);
  if (packageManager == null || (status !== "installed" && status !== "present")) return { ...made, command };
  const isToCommit = status === "installed" && packageManager !== "npm" && made.git === "created";
  if (made.projects.length > 1) {
    const steps = respellSteps(nextSteps, packageManager);
    const own = isToCommit ? [describeCommit(packageManager), ...steps] : steps;
    const projects = made.projects.map((each) =>
      each.directory === directory ? Object.assign({}, each, { nextSteps: own }) : each,
    );
    return { ...made, command, projects };
  }
  const steps = respellSteps(made.nextSteps, packageManager);
  if (!isToCommit) return { ...made, command, nextSteps: steps };
  const [enter = [], others] =
    relative(context.cwd, made.directory) === "" ? [[], steps] : [[steps[0] ?? ""], steps.slice(1)];
  return { ...made, command, nextSteps: [...enter, describeCommit(packageManager), ...others] };
}

function describeCommit(manager: PackageManager): string {
  const commit = inTurn(
    shellCommand("git", "add", "--all"),
    shellCommand("git", "commit", "-m", `Install with ${manager}`),
  );
  return `Commit the lockfile of ${manager}: ${commit}`;
}
