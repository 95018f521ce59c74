import type { Context } from "../../context.ts";
import type { RequestPreview } from "../../okta/compose-requests.ts";
import { placeholderSettings } from "../../project/okta-settings.ts";
import { planForTarget } from "../../project/stage.ts";
import type { FreeTarget } from "../../project/target.ts";
import { defaultScopes, buildDesiredState } from "../../provision/desired.ts";
import { planOffline } from "../../provision/plan.ts";
import type { PackageManager } from "../../values/package-manager.ts";
import type { PlannedStep } from "../../provision/planned-steps.ts";
import type { Platform } from "../../values/platform.ts";
import { startGathering } from "../../flows/fields.ts";
import { type CreateAnswers, type CreateInput, gatherAnswers } from "./answers.ts";
import { toSettings } from "./destination.ts";
import { previewRequests } from "../../flows/plan-view.ts";
import { buildEquivalentCommand } from "./equivalent.ts";
import { toProvisionSettings } from "./in-org.ts";
import { assertSameSettings, findTarget } from "./find-target.ts";
import { planInstall } from "./install.ts";
import { addInstallFlags } from "./install-wish.ts";
import { locateProjects } from "./locate-projects.ts";
import { planProjects } from "./make-project.ts";
import { isThere, listProjects, type UsableTarget } from "./place.ts";
import { type ProjectResult, readOnlyPlatform } from "./result.ts";

/** What `create` would do, as data. */
export interface CreatePreview {
  readonly name: string;
  /** Null for several; `projects` has them. */
  readonly platform: Platform | null;
  /** `local`, the org's URL, or null when no org is touched. */
  readonly org: string | null;
  readonly directory: string;
  readonly projects: readonly Pick<ProjectResult, "platform" | "directory">[];
  /** `unchanged` when the folder has the project already; then `files` is empty. */
  readonly project: "created" | "unchanged";
  readonly files: readonly string[];
  readonly steps: readonly PlannedStep[];
  readonly requests: readonly RequestPreview[];
  /** What would install the dependencies; null when nothing would be installed. */
  readonly install: PackageManager | null;
  readonly command: string;
}

/**
 * Says what `create` would do in an org that has nothing but the app that the folder's project names. Looks at the folder;
 * changes nothing, and needs no network.
 */
export async function previewCreate(context: Context, input: CreateInput): Promise<CreatePreview> {
  const gathering = startGathering(context);
  const answers = await gathering.keepAnswers(() => gatherAnswers(context, gathering, input));
  const target = await findTarget(context, answers);
  const { destination } = answers;
  if (destination.kind === "given") assertSameSettings(toSettings(destination), target, answers.directory);
  const steps = planSteps(answers, target);
  return {
    name: answers.name.display,
    platform: readOnlyPlatform(answers),
    org: describeDestination(answers),
    directory: answers.directory,
    projects: locateProjects(answers).map(({ platform, directory }) => ({ platform, directory })),
    project: isThere(target) ? "unchanged" : "created",
    files: isThere(target) ? [] : await listFiles(context, answers, target),
    steps,
    requests: await previewRequests(steps),
    install: (await planInstall(context, answers)) ?? null,
    command: buildCommand(context, answers),
  };
}

function buildCommand(context: Context, answers: CreateAnswers): string {
  const { isWanted, manager } = answers.install;
  const command = buildEquivalentCommand(context, answers);
  return isWanted === true ? addInstallFlags(command, manager) : command;
}

function planSteps(answers: CreateAnswers, target: UsableTarget): readonly PlannedStep[] {
  if (answers.destination.kind === "given") return [];
  const { ifExists } = answers;
  const okta = listProjects(target)[0]?.manifest.okta;
  const namedApp = okta && { appId: okta.appId ?? okta.clientId, ifExists };
  return planOffline(buildDesiredState(toProvisionSettings(answers)), namedApp).steps;
}

async function listFiles(
  context: Context,
  answers: CreateAnswers,
  state: FreeTarget,
): Promise<readonly string[]> {
  const plan = await planProjects(context, answers, { okta: buildPreviewSettings(answers) });
  const { files } = planForTarget(plan, { target: answers.directory, state });
  return files.map(({ path }) => path).toSorted();
}

function buildPreviewSettings({ destination }: CreateAnswers) {
  if (destination.kind === "given") return toSettings(destination);
  return placeholderSettings({ scopes: defaultScopes, localOrg: destination.kind === "local" });
}

function describeDestination({ destination }: CreateAnswers): string | null {
  if (destination.kind === "given") return null;
  return destination.kind === "local" ? "local" : destination.orgUrl;
}
