import { relative } from "node:path";
import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { shellCommand } from "../../hints.ts";
import { installCommands, respellSteps } from "../../project/install-commands.ts";
import {
  findOtherLockfile,
  hasPackages,
  installIn,
  type InstallProblem,
  spellInstall,
} from "../../project/install-packages.ts";
import { loadTemplate } from "../../project/templates.ts";
import { inTurn } from "../../shell-lines.ts";
import { markCommand, toPlainText } from "../../values/command-text.ts";
import type { PackageManager } from "../../values/package-manager.ts";
import type { Platform } from "../../values/platform.ts";
import { namePlatforms } from "../../values/platform-list.ts";
import { formatTypablePath } from "./equivalent.ts";
import { findManager, type InstallWish } from "./install-wish.ts";
import type { CreateResult, InstallOutcome, ProjectResult } from "./result.ts";

/**
 * Installs the packages of a project that is in its place, when that is wanted; a person who did not say is asked. The project and
 * its app stay, whatever goes wrong: that is a part of the outcome, and then nothing of the installation is left.
 */
export async function installPackages(
  context: Context,
  wish: InstallWish,
  made: CreateResult,
): Promise<CreateResult> {
  const isNew = made.project === "created";
  if (!(wish.isWanted ?? (isNew && context.interaction.canAsk))) return made;
  const { projects } = made;
  const platform = await findInstallable({ platforms: projects.map((each) => each.platform) });
  const project = projects.find((each) => each.platform === platform);
  if (project === undefined) {
    if (wish.isWanted === undefined) return made;
    const names = namePlatforms(projects.map((each) => each.platform));
    context.log.info(`Nothing to install: a project for ${names} needs no package manager.`);
    return { ...made, install: { packageManager: null, status: "nothing-to-install" } };
  }
  const place = { ...made, directory: project.directory };
  const install = await attempt(context, wish, place);
  return install === undefined ? made : addInstall(context, wish, { ...made, install }, project);
}

/** The platform whose project has packages that have to be installed: of ours, one has. */
export async function findInstallable({
  platforms,
}: {
  readonly platforms: readonly Platform[];
}): Promise<Platform | undefined> {
  for (const platform of platforms) {
    if ((await loadTemplate(platform)).install !== undefined) return platform;
  }
  return undefined;
}

/** Undefined when a person does not want it. */
async function attempt(
  context: Context,
  wish: InstallWish,
  made: CreateResult,
): Promise<InstallOutcome | undefined> {
  let packageManager: PackageManager | null = wish.manager ?? null;
  try {
    packageManager = await findManager(context, wish, findOtherLockfile(made.directory));
    if (hasPackages(made.directory)) {
      context.log.info("The dependencies are installed already: there is a folder node_modules.");
      return { packageManager, status: "present" };
    }
    if (wish.isWanted === undefined && !(await isAgreed(context, packageManager))) return undefined;
    const problem = await installWith(context, packageManager, made);
    if (problem === undefined) return { packageManager, status: "installed" };
    const failure = createFailure(context, made, packageManager, problem);
    return { packageManager, status: "failed", failure };
  } catch (error) {
    if (!(error instanceof OktaUnlockError)) throw error;
    // There is none, which is nothing to tell somebody who did not ask.
    if (error.code !== "interrupted")
      return wish.isWanted ? { packageManager, status: "failed", failure: error } : undefined;
    const failure = createStop(context, made, { manager: packageManager ?? "npm", stop: error });
    return { packageManager, status: "interrupted", failure };
  }
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
  if (note !== undefined && replacesLockfile) context.log.show(note, (text) => text);
  let problem: InstallProblem | undefined;
  const work = async (update: (text: string) => void): Promise<void> => {
    update(`Installing with ${spellInstall(manager)}, which takes a while`);
    problem = await installIn(context, { directory, manager, replacesLockfile, update });
    if (problem !== undefined) throw new StepFailed();
  };
  await context.log.step(`Install the dependencies with ${manager}`, work).catch((error: unknown) => {
    if (!(error instanceof StepFailed)) throw error;
  });
  return problem;
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
  if (manager !== "npm") return addFlags(command, manager);
  const path = relative(cwd, directory);
  const npmCi = shellCommand("npm", "ci");
  return path === "" ? npmCi : inTurn(shellCommand("cd", formatTypablePath(path)), npmCi);
}

function addFlags(command: string, manager: PackageManager | undefined): string {
  const flags = manager === undefined ? "--install" : `--install --package-manager ${manager}`;
  return markCommand(`${toPlainText(command)} ${flags}`);
}

/** What is to do after it, and how it is done again. */
function addInstall(
  context: Pick<Context, "cwd">,
  wish: InstallWish,
  made: CreateResult,
  { directory, nextSteps }: ProjectResult,
): CreateResult {
  const { status, packageManager } = made.install ?? {};
  const command = addFlags(made.command, wish.manager);
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
