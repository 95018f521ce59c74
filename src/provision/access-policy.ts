import { hint } from "../hints.ts";
import { type AccessPolicy, isRefusal, type JsonObject, type OktaOrg } from "../okta/port.ts";
import { isOfRun, isOwnPolicy, buildPolicy, buildRule } from "./access-policy-body.ts";
import type { DesiredState } from "./desired.ts";
import type { Creation, Effects, EffectSource } from "./effect.ts";
import type { ActingStep, KeepingStep } from "./planned-steps.ts";
import { type Coverage, findCoverage, type SignIn } from "./policy-coverage.ts";
import { hole } from "./request.ts";

type PolicySteps = readonly (KeepingStep | ActingStep)[];

export interface PolicyPlan {
  /** None, or the one of the policy and the one of its rule. */
  readonly steps: PolicySteps;
  readonly warnings: readonly string[];
}

/** Plans an access policy and its rule when none covers the app: without one, every sign-in ends in access_denied. */
export async function planPolicy(
  org: OktaOrg,
  serverId: string,
  desired: DesiredState,
  signIn: SignIn,
): Promise<PolicyPlan> {
  const policies = await listPolicies(org, serverId);
  if (policies === undefined) return skipHiddenPolicies(serverId);
  const readRules = async (policyId: string) => org.listRules(serverId, policyId);
  const coverage = await findCoverage(policies, readRules, signIn);
  if (coverage.isCovered) return { steps: keepBoth(coverage.reason), warnings: [] };
  return { steps: planMissing(serverId, desired, signIn, policies, coverage), warnings: [] };
}

/** The steps for an authorization server whose policies don't cover the app. */
export function createBoth(
  serverId: string,
  { settings: { label, lease, scopes } }: DesiredState,
  priority: number,
  facts: { readonly clientId: string | undefined; readonly reason: string },
): PolicySteps {
  const clientId = facts.clientId ?? hole("clientId");
  const body = buildPolicy({ label, clientId, isEphemeral: lease !== undefined, priority });
  return [
    {
      resource: "policy",
      action: "create",
      title: "Create an access policy for the app",
      reason: facts.reason,
      request: { call: "createPolicy", args: [serverId, body] },
    },
    createRule(serverId, scopes, "A policy without a rule allows nothing."),
  ];
}

function planMissing(
  serverId: string,
  desired: DesiredState,
  { clientId }: SignIn,
  policies: readonly AccessPolicy[],
  { reasons, decisive }: Coverage & { readonly isCovered: false },
): PolicySteps {
  const reason = `The authorization server ${serverId} would refuse sign-in: ${reasons.join("; ")}.`;
  if (decisive !== undefined && clientId !== undefined && isOwnPolicy(decisive, clientId)) {
    // What a run leaves that was killed between policy and rule.
    const policy = keepPolicy("It was created for this app.");
    return [
      { ...policy, knows: { policyId: decisive.id } },
      createRule(serverId, desired.settings.scopes, reason),
    ];
  }
  // The first policy for the client decides, so ours goes before one that refuses, else behind all others.
  const priority = decisive === undefined ? findLastPriority(policies) + 1 : 1;
  return createBoth(serverId, desired, priority, { clientId, reason });
}

/** The highest number, which comes last; 0 when there is none. */
export function findLastPriority(policies: readonly AccessPolicy[]): number {
  return Math.max(0, ...policies.map(({ priority }) => priority ?? 0));
}

function createRule(serverId: string, scopes: readonly string[], reason: string): ActingStep {
  return {
    resource: "rule",
    action: "create",
    title: "Add a rule that allows sign-in and refresh",
    reason,
    request: { call: "createRule", args: [serverId, hole("policyId"), buildRule(scopes)] },
  };
}

function keepBoth(coverage: string): PolicySteps {
  const reason = `It covers the app: ${coverage}.`;
  return [
    keepPolicy(reason),
    { resource: "rule", action: "keep", title: "Keep the access policy rule", reason },
  ];
}

function keepPolicy(reason: string): KeepingStep {
  return { resource: "policy", action: "keep", title: "Keep the access policy", reason };
}

function skipHiddenPolicies(serverId: string): PolicyPlan {
  const warning = `This credential cannot read access policies, so whether one covers the app could not be checked. If sign-in ends in access_denied, add one in the Admin Console: Security > API > ${serverId} > Access Policies.`;
  return { steps: [], warnings: [warning] };
}

async function listPolicies(org: OktaOrg, serverId: string): Promise<readonly AccessPolicy[] | undefined> {
  try {
    return await org.listPolicies(serverId);
  } catch (error) {
    if (isRefusal(error, "E0000006", "E0000015")) return undefined;
    throw error;
  }
}

/** How the calls of this file are undone. */
export const accessPolicyEffects: Effects = {
  createPolicy: ([serverId, body], source) => describeNewPolicy(serverId, body, source),
  createRule: async ([serverId, policyId, body], source) => {
    const rulesBefore = source.progress.isNewPolicy ? [] : await source.run.org.listRules(serverId, policyId);
    return describeNewRule(
      { serverId, policyId, body, ids: new Set(rulesBefore.map(({ id }) => id)) },
      source,
    );
  },
};

function describeNewPolicy(serverId: string, body: JsonObject, source: EffectSource): Creation {
  const { stamp } = source.run;
  const { clientId } = source.progress;
  const whose = clientId === undefined ? "for all clients" : `of the client ${clientId}`;
  return {
    kind: "creation",
    isNoted: true,
    hasPriority: true,
    describe: (id) => (id === undefined ? `an access policy ${whose}` : `the access policy ${id}`),
    manualCommand: () =>
      clientId === undefined ? deleteInConsole(serverId, String(body["name"])) : deleteByCommand(source),
    find: async (asked) =>
      (await asked.listPolicies(serverId)).filter((policy) => isOfRun(policy, stamp.run)),
    remove: async (asked, id) => asked.deletePolicy(serverId, id),
    learn: ({ id }) => ({ policyId: id, isNewPolicy: true }),
  };
}

interface NewRule {
  readonly serverId: string;
  readonly policyId: string;
  readonly body: JsonObject;
  /** The rules that the policy had before: rules carry no mark of a run. */
  readonly ids: ReadonlySet<string>;
}

/** The rule of a policy that this run created goes with the policy. */
function describeNewRule({ serverId, policyId, body, ids }: NewRule, source: EffectSource): Creation {
  return {
    kind: "creation",
    isNoted: source.progress.isNewPolicy !== true,
    hasPriority: true,
    describe: (id) => `${id === undefined ? "a rule" : `the rule ${id}`} of the access policy ${policyId}`,
    manualCommand: () => deleteByCommand(source),
    find: async (asked) =>
      (await asked.listRules(serverId, policyId)).filter(
        ({ id, name }) => !ids.has(id) && name === body["name"],
      ),
    remove: async (asked, id) => asked.deleteRule(serverId, policyId, id),
    learn: () => ({}),
  };
}

/** The command that deletes the policy, and with it its rule; an app that existed before stays. */
function deleteByCommand({ run: { org }, progress: { appId = "", newApp } }: EffectSource): string {
  const onlyPolicy = newApp === undefined ? true : undefined;
  return hint("apps delete", { args: [appId], "only-policy": onlyPolicy, org: org.flagValue });
}

/** No command deletes the policy for all clients; whichever credential made it, an administrator can here. */
function deleteInConsole(serverId: string, name: string): string {
  return `the Admin Console, Security > API > ${serverId} > Access Policies > ${name} > Delete`;
}
