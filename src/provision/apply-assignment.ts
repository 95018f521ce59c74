import type { OktaOrg } from "../okta/port.ts";
import { onceMore } from "./once-more.ts";
import type { AssignmentStep } from "./planned-steps.ts";
import type { Known, Run } from "./run.ts";

type Tools = Pick<Run, "org" | "journal" | "context">;

/** Lets a group use the app. */
export async function applyAssignment(
  { org, journal, context }: Tools,
  { groupId }: AssignmentStep & { readonly action: "create" },
  known: Known,
): Promise<Known> {
  const { appId, isNewApp } = known;
  if (groupId === undefined) throw new TypeError("A plan made without an org can't be applied.");
  // The assignment of an app that this run made goes with the app.
  if (!isNewApp) {
    journal.note({
      describe: `the assignment of the app ${appId} to the group ${groupId}`,
      manualCommand: await assignAsBefore(org, appId),
      undo: async (signal) => org.withSignal(signal).unassignGroup(appId, groupId),
    });
  }
  await onceMore(context, async () => org.assignGroup(appId, groupId));
  return known;
}

/** Takes the app away from a group. */
export async function applyUnassignment(
  { org, journal, context }: Tools,
  { groupId, former }: AssignmentStep & { readonly action: "delete" },
  known: Known,
): Promise<Known> {
  const { appId } = known;
  journal.note({
    describe: `the app ${appId} without its assignment to the group ${groupId}`,
    manualCommand: await assignAsBefore(org, appId),
    undo: async (signal) => org.withSignal(signal).assignGroup(appId, groupId, former),
  });
  await onceMore(context, async () => org.unassignGroup(appId, groupId));
  return known;
}

/** The command that assigns the app to the groups that it has now. */
async function assignAsBefore(org: OktaOrg, appId: string): Promise<string> {
  const ids = (await org.listAssignments(appId)).map(({ id }) => id);
  const flags = ids.length === 0 ? "--assign none" : ids.map((id) => `--assign group:${id}`).join(" ");
  return `okta-unlock apps update ${appId} ${flags} --org ${org.flagValue}`;
}
