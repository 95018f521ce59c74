import type { Known, Run } from "./run.ts";
import { onceMore } from "./once-more.ts";
import type { AssignmentStep } from "./planned-steps.ts";

/** Assigns the app to its users. */
export async function applyAssignment(
  { org, journal, context }: Run,
  { groupId }: AssignmentStep & { readonly action: "create" },
  known: Known,
): Promise<Known> {
  const { appId, isNewApp } = known;
  if (groupId === undefined) throw new TypeError("A plan made without an org can't be applied.");
  // The assignment of an app that this run made goes with the app.
  if (!isNewApp) {
    journal.note({
      describe: `the assignment of the app ${appId} to Everyone`,
      manualCommand: `curl -X DELETE -H "Authorization: SSWS $OKTA_CLIENT_TOKEN" ${org.orgUrl}/api/v1/apps/${appId}/groups/${groupId}`,
      undo: async (signal) => org.withSignal(signal).unassignGroup(appId, groupId),
    });
  }
  await onceMore(context, async () => org.assignGroup(appId, groupId));
  return known;
}
