import { applyProvision } from "../../provision/apply.ts";
import { buildDesiredState } from "../../provision/desired.ts";
import { hasChanges } from "../../provision/planned-steps.ts";
import { withJournal } from "../../provision/journal.ts";
import type { Destination } from "../../flows/chosen-destination.ts";
import { openOrg } from "../../flows/org-session.ts";
import { confirmPlan, planWithChoice } from "../../flows/provision-flow.ts";
import { assertAppExists, assertSameSettings } from "./existing-project.ts";
import { makeProject, type UsableTarget } from "./project-step.ts";
import type { CreateRun } from "./create-run.ts";
import { type CreateResult, buildResult } from "./result.ts";
import { provisionSettings, settingsOfOrg } from "./settings.ts";

/** Provisions the org, then makes the project; what was made in the org is undone when the project can't be written. */
export async function createInOrg(
  run: CreateRun,
  target: UsableTarget,
  destination: Destination,
): Promise<CreateResult> {
  const session = await openOrg(run.context, destination);
  try {
    const desired = buildDesiredState(provisionSettings(run.answers));
    const plan = await planWithChoice(run.context, session.org, desired, {
      ifExists: run.flags.ifExists,
      knownAppId: target.kind === "ours" ? target.manifest.okta.appId : undefined,
    });
    if (target.kind === "ours") assertAppExists(plan, target.manifest, session.org.orgUrl);
    if (target.kind !== "ours" || hasChanges(plan)) {
      await confirmPlan(run.context, plan, {
        directory: target.kind === "ours" ? undefined : run.answers.directory,
      });
    }
    return await withJournal(run.context, async (journal) => {
      const provisioned = await applyProvision(run.context, session.org, plan, journal);
      const settings = settingsOfOrg(run.answers, provisioned, session.isLocal);
      if (target.kind === "ours") assertSameSettings(settings, target.manifest, run.answers.directory);
      const project = await makeProject(run, target, settings);
      const { caCertificatePath } = session;
      return buildResult(run, settings, project, { provisioned, plan, caCertificatePath });
    });
  } finally {
    await session.close();
  }
}
