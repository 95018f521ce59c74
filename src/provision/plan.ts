import type { OktaApp, OktaOrg } from "../okta/port.ts";
import { createBoth, planPolicy, type PolicyPlan } from "./access-policy.ts";
import { type NamedApp, planExistingApp, planNamedApp, planNewApp } from "./app.ts";
import { assignGroup, type AssignmentPlan, planAssignment } from "./assignment.ts";
import { type AuthorizationServerPlan, planAuthorizationServer, useServer } from "./authorization-server.ts";
import type { DesiredState } from "./desired.ts";
import { clientIdOf, findApp, type FindOptions, type FoundApp } from "./find-app.ts";
import type { ProvisionPlan } from "./planned-steps.ts";
import { assignSignOnPolicy, planSignOnPolicy } from "./sign-on-policy.ts";
import { createTrustedOrigin, planTrustedOrigin } from "./trusted-origin.ts";

/**
 * Compares the org with the desired state. Only reads, and as little as it can: one request each for the app, the
 * group, the assignment, the authorization server, its policies, the rules of one policy, and
 * the trusted origins, if there has to be one.
 * Throws `AppConflict` when it can't be decided which app is meant.
 */
export async function planProvision(
  org: OktaOrg,
  desired: DesiredState,
  options: FindOptions = {},
): Promise<ProvisionPlan> {
  const isNew = desired.settings.lease !== undefined;
  const { app, warnings } = isNew ? noApp : await findApp(org, desired, options);
  const appPlan = app === undefined ? planNewApp(desired) : planExistingApp(app, desired, options.ifExists);
  const [assignment, signOnPolicy, server, origin] = await Promise.all([
    planAssignment(org, desired, app),
    planSignOnPolicy(org, desired.settings.signOnPolicy, app),
    planAuthorizationServer(org, desired),
    planTrustedOrigin(org, desired.settings.trustedOrigin),
  ]);
  const policy = await planAccess(org, desired, server, app, assignment);
  return {
    orgUrl: org.orgUrl,
    desired,
    steps: [
      ...appPlan.steps,
      ...assignment.steps,
      ...signOnPolicy,
      server.step,
      ...policy.steps,
      ...origin.steps,
    ],
    warnings: [
      warnings,
      appPlan.warnings,
      assignment.warnings,
      server.warnings,
      policy.warnings,
      origin.warnings,
    ].flat(),
  };
}

/** An ephemeral app is never looked for: another job's would be taken for it. */
const noApp: FoundApp = { app: undefined, warnings: [] };

/** The plan for an org that is new, but for the app that a project names: for previews without a network. */
export function planOffline(desired: DesiredState, namedApp?: NamedApp): ProvisionPlan {
  const { authorizationServer, signOnPolicy, trustedOrigin } = desired.settings;
  const usesOrgServer = authorizationServer === "org";
  const reason =
    "The authorization server of a new org has no access policy, and without one it refuses every sign-in.";
  return {
    orgUrl: undefined,
    desired,
    steps: [
      ...(namedApp === undefined ? planNewApp(desired).steps : [planNamedApp(namedApp, desired)]),
      ...listGroupNames(desired).map((name) => assignGroup(namedApp?.appId, name, undefined)),
      ...(signOnPolicy === undefined
        ? []
        : [
            assignSignOnPolicy(signOnPolicy, undefined, {
              appId: namedApp?.appId,
              formerPolicyId: undefined,
            }),
          ]),
      ...(usesOrgServer ? [] : [useServer(authorizationServer, undefined)]),
      ...(usesOrgServer ? [] : createBoth(authorizationServer, desired, 1, { clientId: undefined, reason })),
      ...(trustedOrigin === undefined ? [] : [createTrustedOrigin(trustedOrigin)]),
    ],
    warnings: [],
  };
}

function listGroupNames({ settings: { assignment, implicitAssignment } }: DesiredState): readonly string[] {
  if (implicitAssignment || assignment === "none") return [];
  return assignment === "everyone" ? ["Everyone"] : assignment.groups;
}

async function planAccess(
  org: OktaOrg,
  desired: DesiredState,
  server: AuthorizationServerPlan,
  app: OktaApp | undefined,
  { everyoneGroupId, groupIds }: AssignmentPlan,
): Promise<PolicyPlan> {
  if (!server.hasPolicies) return { steps: [], warnings: [] };
  const clientId = app === undefined ? undefined : clientIdOf(app);
  const signIn = { clientId, scopes: desired.settings.scopes, everyoneGroupId, groupIds };
  return planPolicy(org, server.step.authorizationServerId, desired, signIn);
}
