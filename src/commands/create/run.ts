import type { Context } from "../../context.ts";
import { cleanStaleStaging } from "../../project/clean-staging.ts";
import type { OktaSettings } from "../../project/okta-settings.ts";
import { assertUsable, inspectTarget } from "../../project/target.ts";
import { type CreateAnswers, type CreateFlags, gatherAnswers, toSettings } from "./answers.ts";
import { assertSameAnswers, assertSameSettings, makeProject, type UsableTarget } from "./make-project.ts";
import { buildResult, type CreateResult } from "./result.ts";

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
  const { destination } = answers;
  if (destination.kind === "given") return createForApp(context, answers, target, toSettings(destination));
  const { createInOrg } = await import("./in-org.ts");
  return createInOrg(context, answers, target, destination);
}

async function createForApp(
  context: Context,
  answers: CreateAnswers,
  target: UsableTarget,
  okta: OktaSettings,
): Promise<CreateResult> {
  if (target.kind === "ours") assertSameSettings(okta, target.manifest, answers.directory);
  const project = await makeProject(context, answers, { target, okta });
  return buildResult(context, answers, { okta, project });
}
