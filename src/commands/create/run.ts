import { dirname } from "node:path";
import type { Context } from "../../context.ts";
import type { GitOutcome } from "../../project/git.ts";
import { initialiseRepository } from "../../project/git.ts";
import type { OktaSettings } from "../../project/okta-settings.ts";
import { planProject, type ProjectPlan } from "../../project/plan.ts";
import { cleanStaleStaging, writeProject } from "../../project/stage.ts";
import { assertUsable, type FreeTarget, inspectTarget } from "../../project/target.ts";
import { applyPlan, type ProvisionResult } from "../../provision/apply.ts";
import { desiredNativeApp } from "../../provision/desired.ts";
import { hasChanges, type ProvisionPlan } from "../../provision/plan.ts";
import { withJournal } from "../../provision/undo.ts";
import { openOrg, type OrgSession } from "../org-session.ts";
import { confirmPlan, planWithChoice } from "../provision-flow.ts";
import { type CreateAnswers, type CreateFlags, gatherAnswers } from "./answers.ts";
import { equivalentCommand } from "./equivalent.ts";
import { assertSameProject } from "./existing-project.ts";
import type { CreateResult } from "./result.ts";
import { provisionSettings, settingsOfGivenApp, settingsOfOrg } from "./settings.ts";

/**
 * Makes the app and the project, or finds them as they should be. The folder is looked at before the org, and what
 * this run made in the org is undone when the folder can't be written.
 */
export async function runCreate(
  context: Context,
  argument: string | undefined,
  flags: CreateFlags,
): Promise<CreateResult> {
  const answers = await gatherAnswers(context, argument, flags);
  await cleanStaleStaging(answers.directory);
  const target = await inspectTarget(answers.directory);
  assertUsable(answers.directory, target);
  const run: CreateRun = { context, answers, flags, command: equivalentCommand(context, answers, flags) };
  if (target.kind === "ours") assertSameProject(answers, target.manifest);
  return answers.destination.kind === "given"
    ? finish(run, target)
    : createWithOrg(run, target);
}
