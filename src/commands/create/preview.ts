import type { Context } from "../../context.ts";
import type { RequestPreview } from "../../okta/compose-requests.ts";
import { placeholderSettings } from "../../project/okta-settings.ts";
import { planProject } from "../../project/plan.ts";
import { planForTarget } from "../../project/stage.ts";
import type { FreeTarget } from "../../project/target.ts";
import { defaultScopes, buildDesiredState } from "../../provision/desired.ts";
import { planOffline } from "../../provision/plan.ts";
import type { PackageManager } from "../../values/package-manager.ts";
import type { PlannedStep } from "../../provision/planned-steps.ts";
import { startGathering } from "../../flows/fields.ts";
import { type CreateAnswers, type CreateInput, gatherAnswers } from "./answers.ts";
import { toSettings } from "./destination.ts";
import { previewRequests } from "../../flows/plan-view.ts";
import { buildEquivalentCommand, buildPortableCommand } from "./equivalent.ts";
import { toProvisionSettings } from "./in-org.ts";
import { planInstall } from "./install.ts";
import { addInstallFlags } from "./install-wish.ts";
import { assertSameSettings, findTarget } from "./make-project.ts";
import type { UsableTarget } from "./place.ts";

/** What `create` would do, as data. */
export interface CreatePreview {
  readonly name: string;
  readonly platform: string;
  /** `local`, the org's URL, or null when no org is touched. */
  readonly org: string | null;
  readonly directory: string;
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
  const target = await findTarget(answers);
  const { destination } = answers;
  if (target.kind === "ours" && destination.kind === "given") {
    assertSameSettings(toSettings(destination), target.manifest, answers.directory);
  }
  const steps = planSteps(answers, target);
  return {
    name: answers.name.display,
    platform: answers.platform,
    org: describeDestination(answers),
    directory: answers.directory,
    project: target.kind === "ours" ? "unchanged" : "created",
    files: target.kind === "ours" ? [] : await listFiles(context, answers, target),
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
  const okta = target.kind === "ours" ? target.manifest.okta : undefined;
  const namedApp = okta && { appId: okta.appId ?? okta.clientId, ifExists };
  return planOffline(buildDesiredState(toProvisionSettings(answers)), namedApp).steps;
}

async function listFiles(
  context: Context,
  answers: CreateAnswers,
  state: FreeTarget,
): Promise<readonly string[]> {
  const plan = await planProject(answers, buildPreviewSettings(answers), {
    command: buildPortableCommand(context, answers),
    version: context.version,
    templatesDirectory: context.templatesDirectory,
    ...(answers.template && { template: answers.template }),
  });
  const { files } = planForTarget(plan, { target: answers.directory, state });
  return files.map(({ path }) => path);
}

function buildPreviewSettings({ destination }: CreateAnswers) {
  if (destination.kind === "given") return toSettings(destination);
  return placeholderSettings({ scopes: defaultScopes, localOrg: destination.kind === "local" });
}

function describeDestination({ destination }: CreateAnswers): string | null {
  if (destination.kind === "given") return null;
  return destination.kind === "local" ? "local" : destination.orgUrl;
}
