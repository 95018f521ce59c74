import type { Context } from "../../context.ts";
import { cleanStaleStaging } from "../../project/clean-staging.ts";
import { assertUsable, inspectTarget } from "../../project/target.ts";
import { applyProvision } from "../../provision/apply.ts";
import { desiredNativeApp } from "../../provision/desired.ts";
import { hasChanges } from "../../provision/planned-steps.ts";
import { withJournal } from "../../provision/undo.ts";
import type { Destination } from "../destination.ts";
import { openOrg } from "../org-session.ts";
import { confirmPlan, planWithChoice } from "../provision-flow.ts";
import { type CreateFlags, gatherAnswers, type GivenApp } from "./answers.ts";
import { equivalentCommand } from "./equivalent.ts";
import { assertSameAnswers, assertSameSettings } from "./existing-project.ts";
import { makeProject, type UsableTarget } from "./project-step.ts";
import { type CreateResult, type CreateRun, resultOf } from "./result.ts";
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
  cleanStaleStaging(answers.directory);
  const target = await inspectTarget(answers.directory);
  assertUsable(answers.directory, target);
  if (target.kind === "ours") assertSameAnswers(answers, target.manifest);
  const run = { context, answers, flags, command: equivalentCommand(context, answers, flags) };
  const { destination } = answers;
  return destination.kind === "given"
    ? createForApp(run, target, destination)
    : createInOrg(run, target, destination);
}

async function createForApp(run: CreateRun, target: UsableTarget, app: GivenApp): Promise<CreateResult> {
  const settings = settingsOfGivenApp(run.answers, app);
  if (target.kind === "ours") assertSameSettings(settings, target.manifest, run.answers.directory);
  return resultOf(run, settings, await makeProject(run, target, settings), undefined);
}

async function createInOrg(
  run: CreateRun,
  target: UsableTarget,
  destination: Destination,
): Promise<CreateResult> {
  const session = await openOrg(run.context, destination);
  try {
    const desired = desiredNativeApp(provisionSettings(run.answers));
    const plan = await planWithChoice(run.context, session.org, desired, {
      ifExists: run.flags.ifExists,
      knownAppId: target.kind === "ours" ? target.manifest.okta.appId : undefined,
    });
    if (target.kind !== "ours" || hasChanges(plan)) {
      await confirmPlan(run.context, plan, target.kind === "ours" ? undefined : run.answers.directory);
    }
    return await withJournal(run.context, async (journal) => {
      const provisioned = await applyProvision(run.context, session.org, plan, journal);
      const settings = settingsOfOrg(run.answers, provisioned, session.isLocal);
      if (target.kind === "ours") assertSameSettings(settings, target.manifest, run.answers.directory);
      return resultOf(run, settings, await makeProject(run, target, settings), { provisioned, plan });
    });
  } finally {
    await session.close();
  }
}
