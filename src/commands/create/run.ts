import type { Context } from "../../context.ts";
import { type Gathering, startGathering } from "../../flows/fields.ts";
import { cleanStaleStaging } from "../../project/clean-staging.ts";
import { findLockfile } from "../../project/install-packages.ts";
import { type CreateAnswers, type CreateInput, gatherAnswers } from "./answers.ts";
import { agreeOnPlan } from "./agree.ts";
import { type GivenApp, toSettings } from "./destination.ts";
import { assertSameSettings, findTarget } from "./find-target.ts";
import { findInstallPlace, installPackages } from "./install.ts";
import { findManager } from "./install-wish.ts";
import { makeProject } from "./make-project.ts";
import { isThere } from "./place.ts";
import { buildResult, type CreateResult } from "./result.ts";

/**
 * Makes the app and the project, or finds them as they should be. The folder is looked at before the org, and what
 * this run made in the org is undone when the folder can't be written.
 */
export async function runCreate(context: Context, input: CreateInput): Promise<CreateResult> {
  const gathering = startGathering(context);
  return gathering.keepAnswers(async () => {
    const answers = await gatherAnswers(context, gathering, input);
    // Nobody waits for an app and a project, only to hear that.
    const place = await findInstallPlace(answers);
    if (place !== undefined) await findManager(context, answers.install, findLockfile(place.directory));
    await cleanStaleStaging(answers.directory);
    await findTarget(context, answers);
    return installPackages(context, answers, await createFor(context, gathering, answers));
  });
}

async function createFor(
  context: Context,
  gathering: Gathering,
  answers: CreateAnswers,
): Promise<CreateResult> {
  const { destination } = answers;
  if (destination.kind === "given") return createForApp(context, gathering, answers, destination);
  const { createInOrg } = await import("./in-org.ts");
  return createInOrg(context, gathering, answers, destination);
}

/** The project for an app that is there: no org is contacted. */
async function createForApp(
  context: Context,
  gathering: Gathering,
  wanted: CreateAnswers,
  app: GivenApp,
): Promise<CreateResult> {
  const okta = toSettings(app);
  const { answers } = isThere(await findTarget(context, wanted))
    ? { answers: wanted }
    : await agreeOnPlan(context, gathering, wanted, async () => ({ steps: [] }));
  const target = await findTarget(context, answers);
  assertSameSettings(okta, target, answers.directory);
  const project = await makeProject(context, answers, { target, okta });
  return buildResult(context, answers, { okta, project });
}
