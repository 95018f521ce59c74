import type { Context } from "../../context.ts";
import type { RequestPreview } from "../../okta/compose-requests.ts";
import { placeholderSettings } from "../../project/okta-settings.ts";
import { planProject } from "../../project/plan.ts";
import { defaultScopes, buildDesiredState } from "../../provision/desired.ts";
import { planOffline } from "../../provision/plan.ts";
import type { PlannedStep } from "../../provision/planned-steps.ts";
import { startGathering } from "../../flows/fields.ts";
import { type CreateAnswers, type CreateInput, gatherAnswers } from "./answers.ts";
import { toSettings } from "./destination.ts";
import { previewRequests } from "../../flows/plan-view.ts";
import { buildEquivalentCommand } from "./equivalent.ts";
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
export async function previewCreate(context: Context, input: CreateInput): Promise<CreatePreview> {
  const gathering = startGathering(context);
  const answers = await gathering.keepAnswers(() => gatherAnswers(context, gathering, input));
  const command = buildEquivalentCommand(context, answers);
  const steps =
    answers.destination.kind === "given"
      ? []
      : planOffline(buildDesiredState(toProvisionSettings(answers))).steps;
  const project = await planProject(answers, buildPreviewSettings(answers), {
    command,
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
    command,
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
