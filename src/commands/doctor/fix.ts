import type { Context } from "../../context.ts";
import type { Facts } from "../../doctor/facts.ts";
import { planFileChange, planOrgChanges, writeFileChange } from "../../doctor/mend.ts";
import type { Report } from "../../doctor/run-checks.ts";
import { confirmPlan, createDeclinedError } from "../../flows/provision-flow.ts";
import { readMarker } from "../../provision/marker.ts";
import { withJournal } from "../../provision/journal.ts";
import { performSteps } from "../../provision/perform.ts";
import { toPlainText } from "../../values/command-text.ts";
import { isFixable } from "./result.ts";

/** Mends what is ours to mend, after showing it: first the settings of the project, then the org. Gives what was changed. */
export async function mend(context: Context, facts: Facts, report: Report): Promise<readonly string[]> {
  const failed = report.results
    .filter(({ check, verdict }) => isFixable(check, verdict, facts))
    .map(({ check }) => check);
  const files = failed.filter((check) => check.mend?.kind === "files");
  // What the org lacks is known only when the project asks for the right things.
  const fixed = files.length > 0 ? await mendFiles(context, facts) : [];
  return fixed.length > 0 ? fixed : mendOrg(context, facts, failed);
}

async function mendFiles(context: Context, facts: Facts): Promise<readonly string[]> {
  const change = planFileChange(facts.subject);
  if (change === undefined) return [];
  const lines = change.changes.map(
    ({ key, from, to }) => `${change.path}: ${key} ${JSON.stringify(from)} → ${JSON.stringify(to)}`,
  );
  context.log.show(
    lines,
    (shown) => `\nSettings to correct:\n${shown.map((line) => `  ~ ${line}\n`).join("")}`,
  );
  await confirm(context);
  writeFileChange(change);
  return lines.map((line) => `Corrected ${line}`);
}

async function confirm(context: Context): Promise<void> {
  if (!context.interaction.canAsk) return;
  if (!(await context.prompts.confirm({ message: "Correct them?", default: true })))
    throw createDeclinedError();
}

async function mendOrg(
  context: Context,
  facts: Facts,
  failed: Parameters<typeof planOrgChanges>[1],
): Promise<readonly string[]> {
  if (facts.access.kind === "absent") return [];
  const { org } = facts.access;
  const steps = await planOrgChanges(facts, failed);
  if (steps.length === 0) return [];
  if (!(await mayChange(context, facts))) return [];
  await confirmPlan(context, { steps });
  const stamp = { run: crypto.randomUUID(), expiresAt: undefined };
  await withJournal(context, async (journal) => performSteps({ context, org, journal, stamp }, steps));
  return steps.filter(({ action }) => action !== "keep").map(({ title }) => toPlainText(title));
}

/**
 * `okta-unlock.json` comes with a repository, which may be anybody's: to give an app of somebody else the redirect URI of this
 * project would let the project sign in as that app. Without a person who agrees, only the project's own app is changed.
 */
async function mayChange(context: Context, facts: Facts): Promise<boolean> {
  const { project } = facts.subject;
  if (project === undefined || context.interaction.canAsk) return true;
  const app = await facts.app();
  if (app === undefined || readMarker(app)?.project === project.manifest.answers.bundleId) return true;
  context.log.warn(
    `The app "${app.label}" was not made for this project, so it is not changed where nobody can be asked.`,
  );
  return false;
}
