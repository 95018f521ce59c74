import type { Context } from "../../context.ts";
import type { RequestPreview } from "../../okta/compose-requests.ts";
import { placeholderSettings } from "../../project/okta-settings.ts";
import { planProject } from "../../project/plan.ts";
import { assertUsable, inspectTarget } from "../../project/target.ts";
import { defaultScopes, buildDesiredState } from "../../provision/desired.ts";
import { planOffline } from "../../provision/plan.ts";
import type { PlannedStep } from "../../provision/planned-steps.ts";
import { type CreateAnswers, type CreateFlags, gatherAnswers, toSettings } from "./answers.ts";
import { previewRequests } from "../../flows/plan-view.ts";
import { buildEquivalentCommand, buildPortableCommand } from "./equivalent.ts";
import { toProvisionSettings } from "./in-org.ts";

/** What `create` would do, as data. */
export interface CreatePreview {
  readonly name: string;
  readonly platform: string;
  /** `local`, the org's URL, or null when no org is touched. */
  readonly org: string | null;
  readonly directory: string;
  readonly files: readonly string[];
  readonly steps: readonly PlannedStep[];
  readonly requests: readonly RequestPreview[];
  readonly command: string;
}

/** Says what `create` would do in an empty org. Looks at the folder; changes nothing, and needs no network. */
export async function previewCreate(
  context: Context,
  argument: string | undefined,
  flags: CreateFlags,
): Promise<CreatePreview> {
  const answers = await gatherAnswers(context, argument, flags);
  assertUsable(answers.directory, await inspectTarget(answers.directory));
  const steps =
    answers.destination.kind === "given"
      ? []
      : planOffline(buildDesiredState(toProvisionSettings(answers))).steps;
  const project = await planProject(answers, buildPreviewSettings(answers), {
    command: buildPortableCommand(context, answers),
    version: context.version,
    templatesDirectory: context.templatesDirectory,
  });
  return {
    name: answers.name.display,
    platform: answers.platform,
    org: describeDestination(answers),
    directory: answers.directory,
    files: project.files.map(({ path }) => path),
    steps,
    requests: await previewRequests(steps),
    command: buildEquivalentCommand(context, answers),
  };
}

function buildPreviewSettings({ destination }: CreateAnswers) {
  if (destination.kind === "given") return toSettings(destination);
  return placeholderSettings({ scopes: defaultScopes, localOrg: destination.kind === "local" });
}

function describeDestination({ destination }: CreateAnswers): string | null {
  if (destination.kind === "given") return null;
  return destination.kind === "local" ? "local" : destination.orgUrl;
}
