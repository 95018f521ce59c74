import { OktaUnlockError } from "../errors.ts";
import type { GroupAssignment, OktaApp, OktaGroup, OktaOrg } from "../okta/port.ts";
import type { Assignment } from "../values/assignment.ts";
import { findEveryone, findGroup } from "./find-group.ts";
import { assign } from "./plan-assignment.ts";
import type { AssignmentStep } from "./planned-steps.ts";

export interface Reassignment {
  readonly steps: readonly AssignmentStep[];
  readonly warnings: readonly string[];
}

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
  if (app.settings?.implicitAssignment === true) throw openToAll(app);
  const wanted = await groupsOf(org, assignment);
  const current = await org.listAssignments(app.id);
  const missing = wanted.filter(({ id }) => !current.some((each) => each.id === id));
  const extra = current.filter(({ id }) => !wanted.some((each) => each.id === id));
  const steps = [
    ...missing.map(({ id, profile }) => assign(app.id, profile.name, id)),
    ...(await Promise.all(extra.map(async (each) => unassign(org, app, each)))),
  ];
  return {
    steps: steps.length === 0 ? [alreadySo()] : steps,
    warnings:
      wanted.length > 0 ? [] : ["Only people whom the app is assigned to one by one can sign in then."],
  };
}

async function groupsOf(org: OktaOrg, assignment: Assignment): Promise<readonly OktaGroup[]> {
  if (assignment === "none") return [];
  if (assignment !== "everyone")
    return Promise.all(assignment.groups.map(async (text) => findGroup(org, text)));
  const everyone = await findEveryone(org);
  if (everyone === undefined) throw everyoneHidden();
  return [everyone];
}

async function unassign(
  org: OktaOrg,
  app: OktaApp,
  { id, priority, profile }: GroupAssignment,
): Promise<AssignmentStep> {
  const name = (await org.getGroup(id))?.profile.name ?? id;
  return {
    resource: "assignment",
    action: "delete",
    title: `Take the app away from ${name}`,
    reason: "It is not among those who were asked for.",
    groupId: id,
    former: { ...(typeof priority === "number" && { priority }), ...(profile && { profile }) },
    request: { method: "DELETE", path: `/api/v1/apps/${app.id}/groups/${id}` },
  };
}

function alreadySo(): AssignmentStep {
  const title = "Keep the assignment";
  return { resource: "assignment", action: "keep", title, reason: "It is that way already." };
}

function openToAll(app: OktaApp): OktaUnlockError {
  return new OktaUnlockError("okta-refused", {
    message: `The app "${app.label}" can't be assigned: it is open to all.`,
    why: "Federation Broker Mode lets everyone in the org use it, and Okta refuses assignments beside it.",
    next: "Switch it off in the Admin Console (the app > General > Federation Broker Mode), or run the command again without --assign.",
  });
}

function everyoneHidden(): OktaUnlockError {
  return new OktaUnlockError("permission-denied", {
    message: "This credential does not see the group Everyone.",
    why: "Its role covers some groups only.",
    next: "See what the credential may do: okta-unlock whoami",
  });
}
