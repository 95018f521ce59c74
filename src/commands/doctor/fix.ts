import { join, relative } from "node:path";
import type { Context } from "../../context.ts";
import type { Check } from "../../doctor/check.ts";
import type { Facts } from "../../doctor/facts.ts";
import { type FileChange, planFileChange, planOrgChanges, writeFileChange } from "../../doctor/mend.ts";
import { confirmPlan, createDeclinedError } from "../../flows/confirm-plan.ts";
import { readMarker } from "../../provision/marker.ts";
import { withJournal } from "../../provision/journal.ts";
import { performSteps } from "../../provision/perform.ts";
import { toPlainText } from "../../values/command-text.ts";
import type { Examination, Examined } from "./examine.ts";
import { isFixable } from "./result.ts";
import { wrap } from "../../terminal/wrap.ts";

/**
 * Mends what is ours to mend, after showing it: first the settings of projects, and when there is nothing to correct, the org.
 * Gives what was changed. What the org lacks is known only when the projects ask for the right things.
 */
export async function mend(
  context: Context,
  { examinations }: Examined,
  before: readonly string[],
): Promise<readonly string[]> {
  const changes = examinations.flatMap((examination) =>
    listFailed(examination).some((check) => check.mend?.kind === "files")
      ? (planFileChange(examination.facts.subject) ?? [])
      : [],
  );
  if (changes.length > 0) return mendFiles(context, changes, { hasChanged: before.length > 0 });
  const done: string[] = [];
  for (const examination of examinations) {
    const failed = listFailed(examination).filter((check) => check.mend?.kind !== "files");
    if (failed.length > 0) {
      const hasChanged = before.length + done.length > 0;
      done.push(...(await mendOrg(context, { facts: examination.facts, failed, hasChanged })));
    }
  }
  return done;
}

function listFailed({ report, facts }: Examination): readonly Check[] {
  return report.results.filter((result) => isFixable(result, facts)).map(({ check }) => check);
}

/** Whether something was changed before: what is said of a no has to be true. */
interface Before {
  readonly hasChanged: boolean;
}

async function mendFiles(
  context: Context,
  planned: readonly FileChange[],
  before: Before,
): Promise<readonly string[]> {
  const lines = planned.flatMap(({ directory, path, changes }) =>
    changes.map(({ key, from, to }) => {
      const file = relative(context.cwd, join(directory, path));
      return `${file}: ${key} ${JSON.stringify(from)} → ${JSON.stringify(to)}`;
    }),
  );
  context.log.show(
    lines,
    (shown, style, width) =>
      `\n${style.strong("Settings to correct:")}\n${shown.map((line) => `  ${style.warning("~")} ${wrap(line, { width, indent: 4 })}\n`).join("")}`,
  );
  await confirm(context, before);
  for (const change of planned) writeFileChange(change);
  const done = lines.map((line) => `Corrected ${line}`);
  for (const line of done) context.log.success(line);
  return done;
}

async function confirm(context: Context, before: Before): Promise<void> {
  if (!context.interaction.canAsk) return;
  if (!(await context.prompts.confirm({ message: "Correct them?", default: true })))
    throw createDeclinedError(before);
}

async function mendOrg(
  context: Context,
  { facts, failed, hasChanged }: { readonly facts: Facts; readonly failed: readonly Check[] } & Before,
): Promise<readonly string[]> {
  if (facts.access.kind === "absent") return [];
  const { org } = facts.access;
  const steps = await planOrgChanges(facts, failed);
  if (steps.length === 0) return [];
  if (!(await mayChange(context, facts))) return [];
  await confirmPlan(context, { steps }, { hasChanged });
  const stamp = { run: crypto.randomUUID(), expiresAt: undefined };
  const { unpermitted = [] } = await withJournal(context, async (journal) =>
    performSteps({ context, org, journal, stamp }, steps),
  );
  for (const { withoutPermission } of unpermitted)
    if (withoutPermission !== undefined) context.log.warn(withoutPermission);
  return steps
    .filter((step) => step.action !== "keep" && !unpermitted.includes(step))
    .map(({ title }) => toPlainText(title));
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
