import type { OktaApp, OktaGroup, OktaOrg } from "../okta/port.ts";
import type { DesiredState } from "./desired.ts";
import { findEveryone, findGroup } from "./find-group.ts";
import { type AssignmentStep, placeholders } from "./planned-steps.ts";

export interface AssignmentPlan {
  readonly steps: readonly AssignmentStep[];
  readonly warnings: readonly string[];
  readonly everyoneGroupId: string | undefined;
  /** The groups that were asked for by name; empty when the app is for everyone or nobody. */
  readonly groupIds: readonly string[];
}

/**
 * Plans who may use the app. A credential that does not see the group Everyone gets a warning, not a failure; a group
 * that was named has to be there. Throws `okta-refused` or `app-conflict` when a named group can't be found.
 */
export async function planAssignment(
  org: OktaOrg,
  { settings }: DesiredState,
  app: OktaApp | undefined,
): Promise<AssignmentPlan> {
  const { assignment, implicitAssignment, label } = settings;
  if (implicitAssignment || (app?.settings?.implicitAssignment === true && assignment !== "none")) {
    return kept("Leave the app open to all", "Federation Broker Mode lets everyone in the org use it.");
  }
  if (assignment === "none") return kept("Assign the app to nobody", "That was asked for.");
  if (assignment === "everyone") return planEveryone(org, label, app);
  const groups = await Promise.all(assignment.groups.map(async (text) => findGroup(org, text)));
  const steps = await Promise.all(groups.map(async (group) => planGroup(org, app, group)));
  return { steps, warnings: [], everyoneGroupId: undefined, groupIds: groups.map(({ id }) => id) };
}

/** The step that lets a group use the app. `name` is the group's. */
export function assign(
  appId: string | undefined,
  name: string,
  groupId: string | undefined,
): AssignmentStep & { readonly action: "create" } {
  const placeholder = name === "Everyone" ? placeholders.everyoneGroupId : placeholders.groupId;
  return {
    resource: "assignment",
    action: "create",
    title: `Assign the app to ${name}`,
    reason: "Okta refuses sign-in to people whom the app is not assigned to.",
    groupId,
    request: {
      method: "PUT",
      path: `/api/v1/apps/${appId ?? placeholders.appId}/groups/${groupId ?? placeholder}`,
      body: {},
    },
  };
}

async function planEveryone(org: OktaOrg, label: string, app: OktaApp | undefined): Promise<AssignmentPlan> {
  const group = await findEveryone(org);
  if (group === undefined) return invisible(label);
  const step = await planGroup(org, app, group);
  return { steps: [step], warnings: [], everyoneGroupId: group.id, groupIds: [] };
}

async function planGroup(
  org: OktaOrg,
  app: OktaApp | undefined,
  { id, profile: { name } }: OktaGroup,
): Promise<AssignmentStep> {
  if (app === undefined || !(await org.isGroupAssigned(app.id, id))) return assign(app?.id, name, id);
  return keep(`Keep the assignment to ${name}`, `${name} may use the app already.`);
}

function keep(title: string, reason: string): AssignmentStep {
  return { resource: "assignment", action: "keep", title, reason };
}

function kept(title: string, reason: string): AssignmentPlan {
  return { steps: [keep(title, reason)], warnings: [], everyoneGroupId: undefined, groupIds: [] };
}

function invisible(label: string): AssignmentPlan {
  const plan = kept("Leave the assignment as it is", "This credential does not see the group Everyone.");
  const warning = `This credential does not see the group Everyone, so the app is not assigned to anyone by this run. In the Admin Console: Applications > ${label} > Assignments > Assign to Groups > Everyone.`;
  return { ...plan, warnings: [warning] };
}
