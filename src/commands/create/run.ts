import type { Context } from "../../context.ts";
import { cleanStaleStaging } from "../../project/clean-staging.ts";
import { assertUsable, inspectTarget } from "../../project/target.ts";
import { type CreateFlags, gatherAnswers, type GivenApp } from "./answers.ts";
import { equivalentCommand } from "./equivalent.ts";
import { assertSameAnswers, assertSameSettings } from "./existing-project.ts";
import { makeProject, type UsableTarget } from "./project-step.ts";
import type { CreateRun } from "./create-run.ts";
import { type CreateResult, buildResult } from "./result.ts";
import { settingsOfGivenApp } from "./settings.ts";

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
  if (target.kind === "ours") assertSameAnswers(answers, target.manifest);
  const run = { context, answers, flags, command: equivalentCommand(context, answers, flags) };
  const { destination } = answers;
  if (destination.kind === "given") return createForApp(run, target, destination);
  const { createInOrg } = await import("./in-org.ts");
  return createInOrg(run, target, destination);
}

async function createForApp(run: CreateRun, target: UsableTarget, app: GivenApp): Promise<CreateResult> {
  const settings = settingsOfGivenApp(run.answers, app);
  if (target.kind === "ours") assertSameSettings(settings, target.manifest, run.answers.directory);
  return buildResult(run, settings, await makeProject(run, target, settings), undefined);
}
