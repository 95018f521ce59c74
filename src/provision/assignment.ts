import { hint } from "../hints.ts";
import { OktaUnlockError } from "../errors.ts";
import type { GroupAssignment, OktaApp, OktaGroup, OktaOrg } from "../okta/port.ts";
import type { Assignment } from "../values/assignment.ts";
import type { DesiredState } from "./desired.ts";
import type { Change, Effects, EffectSource } from "./effect.ts";
import { findEveryone, findGroup } from "./find-group.ts";
import type { ActingStep, KeepingStep } from "./planned-steps.ts";
import { hole } from "./request.ts";

export interface AssignmentPlan {
  readonly steps: readonly (KeepingStep | ActingStep)[];
  readonly warnings: readonly string[];
  readonly everyoneGroupId: string | undefined;
  /** The groups that were asked for by name; empty when the app is for everyone or nobody. */
  readonly groupIds: readonly string[];
}

/**
 * Plans who may use the app. A credential that does not see the group Everyone gets a warning, not a failure; a group
 * that was named has to be there. Throws `not-found` or `app-conflict` when a named group can't be found, and `okta-refused`
 * when an app that is open to all should be for some.
 */
export async function planAssignment(
  org: OktaOrg,
  { settings }: DesiredState,
  app: OktaApp | undefined,
): Promise<AssignmentPlan> {
  const { assignment, implicitAssignment } = settings;
  const isOpenToAll = app?.settings?.implicitAssignment === true;
  if (isOpenToAll && !implicitAssignment && assignment !== "everyone") throw createOpenToAll(app);
  if (implicitAssignment || isOpenToAll) {
    return assignNobody("In Federation Broker Mode, everyone in the org can use it.");
  }
  if (assignment === "none") return assignNobody("No assignment was requested.");
  if (assignment === "everyone") return planEveryone(org, settings, app);
  const groups = await Promise.all(assignment.groups.map(async (text) => findGroup(org, text)));
  const steps = await Promise.all(groups.map(async (group) => planGroup(org, app, group)));
  return { steps, warnings: [], everyoneGroupId: undefined, groupIds: groups.map(({ id }) => id) };
}

/** The step that lets a group use the app. Ids that are undefined become known later. */
export function assignGroup(
  appId: string | undefined,
  name: string,
  groupId: string | undefined,
): ActingStep {
  const group = groupId ?? hole(name === "Everyone" ? "everyoneGroupId" : "groupId");
  return {
    resource: "assignment",
    action: "create",
    title: `Assign the app to ${name}`,
    reason: "Okta lets only assigned users sign in to an app.",
    request: { call: "assignGroup", args: [appId ?? hole("appId"), group] },
  };
}

async function planEveryone(
  org: OktaOrg,
  { label, keepsGroups }: DesiredState["settings"],
  app: OktaApp | undefined,
): Promise<AssignmentPlan> {
  const group = await findEveryone(org);
  if (group === undefined) return skipHiddenGroup(label);
  const step = await planGroup(org, app, group);
  if (step.action !== "keep" && app !== undefined && keepsGroups === true) {
    const groups = await org.listAssignments(app.id);
    if (groups.length > 0) return keepGroups(groups);
  }
  return { steps: [step], warnings: [], everyoneGroupId: group.id, groupIds: [] };
}

/** An administrator chose them. To open the app to everyone, somebody has to say so. */
function keepGroups(groups: readonly GroupAssignment[]): AssignmentPlan {
  const reason = "It is for some groups only, and nobody asked to open it to everyone.";
  const step = keepAssignment("Keep the assignment of the app to its groups", reason);
  return { steps: [step], warnings: [], everyoneGroupId: undefined, groupIds: groups.map(({ id }) => id) };
}

async function planGroup(
  org: OktaOrg,
  app: OktaApp | undefined,
  { id, profile: { name } }: OktaGroup,
): Promise<KeepingStep | ActingStep> {
  if (app === undefined || !(await org.isGroupAssigned(app.id, id))) return assignGroup(app?.id, name, id);
  return keepAssignment(`Keep the assignment to ${name}`, `The app is already assigned to ${name}.`);
}

function keepAssignment(title: string, reason: string): KeepingStep {
  return { resource: "assignment", action: "keep", title, reason };
}

function assignNobody(reason: string): AssignmentPlan {
  const step = keepAssignment("Do not assign the app to a group", reason);
  return { steps: [step], warnings: [], everyoneGroupId: undefined, groupIds: [] };
}

function skipHiddenGroup(label: string): AssignmentPlan {
  const reason = "This credential cannot read the group Everyone.";
  const warning = `${reason} The app is therefore not assigned to anyone. To assign it in the Admin Console: Applications > ${label} > Assignments > Assign to Groups > Everyone.`;
  return { ...assignNobody(reason), warnings: [warning] };
}

export type Reassignment = Pick<AssignmentPlan, "steps" | "warnings">;

/**
 * Plans that an app is for these groups from now on, and for no other group. New ones come first, so that nobody is shut
 * out in between who may use it before and after.
 */
export async function planReassignment(
  org: OktaOrg,
  app: OktaApp,
  assignment: Assignment | undefined,
): Promise<Reassignment> {
  if (assignment === undefined) return { steps: [], warnings: [] };
  if (app.settings?.implicitAssignment === true) throw createOpenToAll(app);
  const wanted = await findGroups(org, assignment);
  const current = await org.listAssignments(app.id);
  const missing = wanted.filter(({ id }) => !current.some((each) => each.id === id));
  const extra = current.filter(({ id }) => !wanted.some((each) => each.id === id));
  const steps = [
    ...missing.map(({ id, profile }) => assignGroup(app.id, profile.name, id)),
    ...(await Promise.all(extra.map(async (each) => unassignGroup(org, app, each)))),
  ];
  return {
    steps: steps.length === 0 ? [keepAssignment("Keep the assignment", "It already matches.")] : steps,
    warnings:
      wanted.length > 0 ? [] : ["Only users who are assigned to the app individually can then sign in."],
  };
}

async function findGroups(org: OktaOrg, assignment: Assignment): Promise<readonly OktaGroup[]> {
  if (assignment === "none") return [];
  if (assignment !== "everyone")
    return Promise.all(assignment.groups.map(async (text) => findGroup(org, text)));
  const everyone = await findEveryone(org);
  if (everyone === undefined) throw createEveryoneHidden();
  return [everyone];
}

async function unassignGroup(
  org: OktaOrg,
  app: OktaApp,
  { id, priority, profile }: GroupAssignment,
): Promise<ActingStep> {
  const name = (await org.getGroup(id))?.profile.name ?? id;
  return {
    resource: "assignment",
    action: "delete",
    title: `Unassign the app from ${name}`,
    reason: "The new assignment does not include this group.",
    former: { ...(typeof priority === "number" && { priority }), ...(profile && { profile }) },
    request: { call: "unassignGroup", args: [app.id, id] },
  };
}

function createOpenToAll(app: OktaApp): OktaUnlockError {
  return new OktaUnlockError("okta-refused", {
    message: `The app "${app.label}" can't be assigned to groups: it is open to all users.`,
    why: "It is in Federation Broker Mode, in which Okta accepts no assignments.",
    next: "Turn that mode off in the Admin Console (the app > General > Federation Broker Mode), or run the command again without --assign.",
  });
}

function createEveryoneHidden(): OktaUnlockError {
  return new OktaUnlockError("permission-denied", {
    message: "This credential cannot read the group Everyone.",
    why: "Its role covers only some groups.",
    next: `See what the credential may do: ${hint("whoami")}`,
  });
}

/** How the calls of this file are undone. */
export const assignmentEffects: Effects = {
  // The assignment of an app that this run created goes with the app.
  assignGroup: async ([appId, groupId], source) =>
    source.progress.newApp === undefined ? describeAssigning(appId, groupId, source) : { kind: "change" },
  unassignGroup: async ([appId, groupId], source) => describeUnassigning(appId, groupId, source),
};

async function describeAssigning(
  appId: string,
  groupId: string,
  { run: { org } }: EffectSource,
): Promise<Change> {
  return {
    kind: "change",
    undoing: {
      describe: `the assignment of the app ${appId} to the group ${groupId}`,
      manualCommand: await restoreCommand(org, appId),
      undo: async (signal) => org.withSignal(signal).unassignGroup(appId, groupId),
    },
  };
}

async function describeUnassigning(
  appId: string,
  groupId: string,
  { run: { org }, former }: EffectSource,
): Promise<Change> {
  return {
    kind: "change",
    undoing: {
      describe: `the app ${appId} without its assignment to the group ${groupId}`,
      manualCommand: await restoreCommand(org, appId),
      undo: async (signal) => org.withSignal(signal).assignGroup(appId, groupId, former),
    },
  };
}

/** The command that assigns the app to the groups that it has now. */
async function restoreCommand(org: OktaOrg, appId: string): Promise<string> {
  const ids = (await org.listAssignments(appId)).map(({ id }) => id);
  const assign = ids.length === 0 ? "none" : ids.map((id) => `group:${id}`);
  return hint("apps update", { args: [appId], assign, org: org.flagValue });
}
