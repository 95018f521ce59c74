import { isRefusal, type OktaApp, type OktaGroup, type OktaOrg } from "../org/port.ts";
import type { DesiredState } from "./desired.ts";
import { type AssignmentStep, placeholders } from "./planned-steps.ts";

export interface AssignmentPlan {
  readonly step: AssignmentStep;
  readonly warnings: readonly string[];
  readonly everyoneGroupId: string | undefined;
}

/** Plans who may use the app. A credential that does not see the group Everyone gets a warning, not a failure. */
export async function planAssignment(
  org: OktaOrg,
  { settings }: DesiredState,
  app: OktaApp | undefined,
): Promise<AssignmentPlan> {
  if (settings.assignment === "none") return kept("Assign the app to nobody", "That was asked for.");
  if (app?.settings?.implicitAssignment === true) {
    return kept("Keep the app open to all", "Federation Broker Mode lets everyone in the org use it.");
  }
  const group = await findEveryone(org);
  if (group === undefined) return invisible(settings.label);
  if (app !== undefined && (await org.isGroupAssigned(app.id, group.id))) {
    return kept("Keep the assignment to Everyone", "Everyone may use the app already.", group.id);
  }
  return { step: assign(app?.id, group.id), warnings: [], everyoneGroupId: group.id };
}

/** The step that lets everyone in the org use the app. */
export function assign(appId: string | undefined, groupId: string | undefined): AssignmentStep {
  const path = `/api/v1/apps/${appId ?? placeholders.appId}/groups/${groupId ?? placeholders.everyoneGroupId}`;
  return {
    resource: "assignment",
    action: "create",
    title: "Assign the app to Everyone",
    reason: "Okta refuses sign-in to people whom the app is not assigned to.",
    groupId,
    request: { method: "PUT", path, body: {} },
  };
}

function kept(title: string, reason: string, everyoneGroupId?: string): AssignmentPlan {
  return { step: { resource: "assignment", action: "keep", title, reason }, warnings: [], everyoneGroupId };
}

function invisible(label: string): AssignmentPlan {
  const plan = kept("Leave the assignment as it is", "This credential does not see the group Everyone.");
  const warning = `This credential does not see the group Everyone, so the app is not assigned to anyone by this run. In the Admin Console: Applications > ${label} > Assignments > Assign to Groups > Everyone.`;
  return { ...plan, warnings: [warning] };
}

async function findEveryone(org: OktaOrg): Promise<OktaGroup | undefined> {
  try {
    return await org.findEveryoneGroup();
  } catch (error) {
    if (isRefusal(error, "E0000006")) return undefined;
    throw error;
  }
}
