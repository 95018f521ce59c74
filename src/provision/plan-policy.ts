import { type AccessPolicy, isRefusal, type OktaOrg } from "../okta/port.ts";
import { type Coverage, findCoverage, type SignIn } from "./access-policy.ts";
import type { DesiredState } from "./desired.ts";
import { placeholders, type PolicyStep, type RuleStep } from "./planned-steps.ts";
import { isOwnPolicy, policyBody, ruleBody } from "./policy-bodies.ts";

export interface PolicyPlan {
  readonly steps: readonly [PolicyStep, RuleStep] | readonly [];
  readonly warnings: readonly string[];
}

/** Plans an access policy and its rule when none covers the app: without one, every sign-in ends in access_denied. */
export async function planPolicy(
  org: OktaOrg,
  authorizationServerId: string,
  desired: DesiredState,
  signIn: SignIn,
): Promise<PolicyPlan> {
  const policies = await listPolicies(org, authorizationServerId);
  if (policies === undefined) return hidden(authorizationServerId);
  const readRules = async (policyId: string) => org.listRules(authorizationServerId, policyId);
  const coverage = await findCoverage(policies, readRules, signIn);
  if (coverage.isCovered) return { steps: keep(coverage.reason), warnings: [] };
  return { steps: decide(authorizationServerId, desired, signIn, policies, coverage), warnings: [] };
}

/** The steps for an authorization server whose policies don't cover the app. */
export function createBoth(
  authorizationServerId: string,
  desired: DesiredState,
  priority: number,
  facts: { readonly clientId: string | undefined; readonly reason: string },
): readonly [PolicyStep, RuleStep] {
  const owner = {
    clientId: facts.clientId ?? placeholders.clientId,
    run: placeholders.run,
    expiresAt: desired.settings.lease && placeholders.expiresAt,
  };
  const path = `/api/v1/authorizationServers/${authorizationServerId}/policies`;
  return [
    {
      resource: "policy",
      action: "create",
      title: "Create an access policy for the app",
      reason: facts.reason,
      priority,
      request: { method: "POST", path, body: policyBody(desired, owner, priority) },
    },
    createRule(`${path}/${placeholders.policyId}/rules`, desired, "A policy without a rule allows nothing."),
  ];
}

function decide(
  authorizationServerId: string,
  desired: DesiredState,
  { clientId }: SignIn,
  policies: readonly AccessPolicy[],
  { reasons, decisive }: Coverage & { readonly isCovered: false },
): readonly [PolicyStep, RuleStep] {
  const reason = `The authorization server ${authorizationServerId} would refuse sign-in: ${reasons.join("; ")}.`;
  const isOurs = decisive !== undefined && clientId !== undefined && isOwnPolicy(decisive, clientId);
  if (isOurs) return completeOwn(authorizationServerId, desired, decisive, reason);
  // The first policy for the client decides, so ours goes before one that refuses, else behind all others.
  const last = Math.max(0, ...policies.map(({ priority }) => priority ?? 0));
  return createBoth(authorizationServerId, desired, decisive === undefined ? last + 1 : 1, {
    clientId,
    reason,
  });
}

/** Our own policy without its rule: what a run leaves that was killed in between. */
function completeOwn(
  authorizationServerId: string,
  desired: DesiredState,
  policy: AccessPolicy,
  reason: string,
): readonly [PolicyStep, RuleStep] {
  const path = `/api/v1/authorizationServers/${authorizationServerId}/policies/${policy.id}/rules`;
  return [keptPolicy("It was made for this app.", policy.id), createRule(path, desired, reason)];
}

function createRule(path: string, desired: DesiredState, reason: string): RuleStep {
  return {
    resource: "rule",
    action: "create",
    title: "Add a rule that allows sign-in and refresh",
    reason,
    request: { method: "POST", path, body: ruleBody(desired) },
  };
}

function keep(reason: string): readonly [PolicyStep, RuleStep] {
  const words = { title: "Keep the access rule", reason: `It covers the app: ${reason}.` };
  return [keptPolicy(words.reason, undefined), { resource: "rule", action: "keep", ...words }];
}

function keptPolicy(reason: string, policyId: string | undefined): PolicyStep {
  return { resource: "policy", action: "keep", title: "Keep the access policy", reason, policyId };
}

function hidden(authorizationServerId: string): PolicyPlan {
  const warning = `This credential may not read access policies, so whether one covers the app could not be checked. If sign-in ends in access_denied, add one in the Admin Console: Security > API > ${authorizationServerId} > Access Policies.`;
  return { steps: [], warnings: [warning] };
}

async function listPolicies(
  org: OktaOrg,
  authorizationServerId: string,
): Promise<readonly AccessPolicy[] | undefined> {
  try {
    return await org.listPolicies(authorizationServerId);
  } catch (error) {
    if (isRefusal(error, "E0000006", "E0000015")) return undefined;
    throw error;
  }
}
