import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import { findAppBy } from "../../flows/app-details.ts";
import { confirmPlan } from "../../flows/confirm-plan.ts";
import { withOrg } from "../../flows/with-org.ts";
import { hint } from "../../hints.ts";
import type { ProjectAnswers } from "../../project/answers.ts";
import type { AppChanges } from "../../provision/app-changes.ts";
import { withJournal } from "../../provision/journal.ts";
import { hasChanges, type PlannedStep } from "../../provision/planned-steps.ts";
import { applyUpdate, planUpdate } from "../../provision/update-app.ts";
import { wrap } from "../../terminal/wrap.ts";
import { parseAppLabel } from "../../values/app-label.ts";
import type { UpdateFlags } from "./flags.ts";
import type { FoundProject } from "./find-projects.ts";

/** What became of the app in the org. */
export interface AppOutcome {
  readonly app: "unchanged" | "updated";
  readonly steps: readonly PlannedStep[];
  /** What is left to do by hand. */
  readonly warnings: readonly string[];
}

/** What the app lacks for the new answers. URIs are only added: what is installed signs in with the old ones. */
export function listAppChanges(before: ProjectAnswers, after: ProjectAnswers): AppChanges | undefined {
  const label = parseAppLabel(after.name.display);
  const changes: AppChanges = {
    ...(before.name.display !== after.name.display && label.ok && { label: label.value }),
    ...(before.bundleId !== after.bundleId && { project: after.bundleId }),
    ...(before.redirectUri !== after.redirectUri && { redirectUris: { add: [after.redirectUri] } }),
    ...(before.postLogoutRedirectUri !== after.postLogoutRedirectUri && {
      postLogoutRedirectUris: { add: [after.postLogoutRedirectUri] },
    }),
    ...(before.initiateLoginUri !== after.initiateLoginUri &&
      after.initiateLoginUri !== "" && { initiateLoginUri: after.initiateLoginUri }),
  };
  return Object.keys(changes).length === 0 ? undefined : changes;
}

/** The changes in words, one a line. */
export function describeAppChanges({ label, ...changes }: AppChanges): readonly string[] {
  return [
    ...(label === undefined ? [] : [`name: ${label}`]),
    ...(changes.project === undefined ? [] : [`bundle ID, by which create finds it: ${changes.project}`]),
    ...(changes.redirectUris?.add ?? []).map((uri) => `redirect URI: ${uri}`),
    ...(changes.postLogoutRedirectUris?.add ?? []).map((uri) => `post-logout redirect URI: ${uri}`),
    ...(changes.initiateLoginUri === undefined ? [] : [`initiate login URI: ${changes.initiateLoginUri}`]),
  ];
}

/**
 * Has the app match the new answers, then does `work`; when that fails, the app is put back. Nothing is sent without consent:
 * somebody says yes, or `--if-exists update` does. Throws `app-conflict` when neither can be.
 */
export async function withChangedApp(
  context: Context,
  { manifest }: FoundProject,
  changes: AppChanges | undefined,
  flags: UpdateFlags,
  work: () => Promise<void>,
): Promise<AppOutcome> {
  if (changes === undefined) return leaveApp([], work);
  const { appId, org: orgUrl, localOrg } = manifest.okta;
  const lines = describeAppChanges(changes);
  if (appId === undefined || orgUrl === undefined || !(await isWanted(context, flags, lines)))
    return leaveApp([`The app at Okta was not changed. It needs: ${lines.join("; ")}.`], work);
  return withOrg(context, flags.org ?? (localOrg ? "local" : orgUrl), async ({ org }) => {
    if (org.orgUrl !== orgUrl && !localOrg) throw createOtherOrg(org.orgUrl, orgUrl);
    const plan = await context.log.step(`Read ${org.orgUrl}`, async () =>
      planUpdate(org, await findAppBy(org, appId, "update"), changes),
    );
    if (hasChanges(plan)) await confirmPlan(context, plan);
    await withJournal(context, async (journal) => {
      await applyUpdate(context, org, plan, journal);
      await work();
    });
    return { app: hasChanges(plan) ? "updated" : "unchanged", steps: plan.steps, warnings: plan.warnings };
  });
}

async function leaveApp(warnings: readonly string[], work: () => Promise<void>): Promise<AppOutcome> {
  await work();
  return { app: "unchanged", steps: [], warnings };
}

async function isWanted(
  context: Context,
  { ifExists }: UpdateFlags,
  lines: readonly string[],
): Promise<boolean> {
  if (ifExists === "update") return true;
  if (ifExists === "reuse") return false;
  if (ifExists === undefined && context.interaction.canAsk) {
    context.log.show(lines, (shown, _, width) =>
      [
        "",
        "For these answers, the app at Okta needs:",
        ...shown.map((line) => `  ${wrap(line, { width, indent: 4 })}`),
        "",
      ].join("\n"),
    );
    return context.prompts.confirm({ message: "Change the app at Okta to match?", default: true });
  }
  throw new OktaUnlockError("app-conflict", {
    message: "The app at Okta does not have these answers, and nobody can be asked whether to change it.",
    details: lines,
    next: `To change it, run the command again with --if-exists update. To leave it as it is, use --if-exists reuse`,
  });
}

function createOtherOrg(actual: string, wanted: string): OktaUnlockError {
  return new OktaUnlockError("project-conflict", {
    message: `The app of this project is in ${wanted}, not in ${actual}.`,
    next: `Sign in to that org: ${hint("login", { org: wanted })}`,
  });
}
