import type { OktaApp, OktaOrg } from "../okta/port.ts";
import { type AppDifferences, type FieldChange, revertApp } from "./app-differences.ts";
import { onceMore } from "./once-more.ts";
import type { Run } from "./run.ts";

/**
 * Replaces an app by itself with some fields changed. When somebody else changes it at the same time, it is read again and
 * compared anew.
 */
export async function replaceApp(
  { org, journal, context }: Pick<Run, "org" | "journal" | "context">,
  known: OktaApp,
  compare: (app: OktaApp) => AppDifferences,
): Promise<void> {
  const { id } = known;
  let former = known;
  journal.note({
    describe: `the changed app ${id}`,
    manualCommand: `okta-unlock apps show ${id} --org ${org.flagValue}`,
    undo: async (signal) => revert(org.withSignal(signal), former, compare(former).changes),
  });
  await onceMore(context, async (attempt) => {
    if (attempt > 0) former = (await org.getApp(id)) ?? former;
    return org.replaceApp(id, compare(former).app);
  });
}

async function revert(org: OktaOrg, former: OktaApp, changes: readonly FieldChange[]): Promise<void> {
  const current = await org.getApp(former.id);
  const reverted = current && revertApp(current, former, changes);
  if (reverted !== undefined) await org.replaceApp(former.id, reverted);
}
