import type { AccessPolicy, AccessPolicyRule } from "../okta/port.ts";

/** Who is going to sign in, through which client. */
export interface SignIn {
  /** Undefined while the app does not exist: then only policies for all clients cover it. */
  readonly clientId: string | undefined;
  readonly scopes: readonly string[];
  /** The id of the built-in group, which rules may name in place of EVERYONE. */
  readonly everyoneGroupId: string | undefined;
  /** The groups that the app is for; empty when it is for everyone. */
  readonly groupIds: readonly string[];
}

/** What the access policies of an authorization server mean for a sign-in. */
export type Coverage =
  | { readonly isCovered: true; readonly reason: string }
  | {
      readonly isCovered: false;
      readonly reasons: readonly string[];
      /** The policy that decides for this client and refuses: a new one must come before it. */
      readonly decisive: AccessPolicy | undefined;
    };

/**
 * Evaluates the policies as Okta does at sign-in: by priority, the first active policy for the
 * client decides, and in it the first active rule for the grant and the people. Okta does not say whether it goes on
 * to a later policy or rule when that one lacks a scope; a sign-in counts as covered only where it does not matter.
 * @param policies in the order of their priority
 * @param readRules gives the rules of a policy in the order of their priority; called for one policy at most
 */
export async function findCoverage(
  policies: readonly AccessPolicy[],
  readRules: (policyId: string) => Promise<readonly AccessPolicyRule[]>,
  signIn: SignIn,
): Promise<Coverage> {
  const decisive = policies.find((policy) => isActive(policy) && isFor(policy, signIn.clientId));
  const passedOver = policies
    .slice(0, decisive ? policies.indexOf(decisive) : policies.length)
    .map(explainPassedOver);
  if (decisive === undefined) {
    const reasons = passedOver.length > 0 ? summarize(passedOver) : ["it has no access policy"];
    return { isCovered: false, reasons, decisive };
  }
  return judge(decisive, await readRules(decisive.id), signIn);
}

function judge(policy: AccessPolicy, rules: readonly AccessPolicyRule[], signIn: SignIn): Coverage {
  const reasons: string[] = [];
  for (const rule of rules) {
    const mismatch = explainMismatch(rule, signIn);
    const missing = listMissingScopes(rule, signIn.scopes);
    if (mismatch === undefined && missing.length === 0) {
      return { isCovered: true, reason: `${nameRule(rule, policy)} allows it${describeExceptions(rule)}` };
    }
    reasons.push(`${nameRule(rule, policy)} ${mismatch ?? `does not allow ${missing.join(", ")}`}`);
    if (mismatch === undefined) break;
  }
  if (reasons.length === 0) reasons.push(`the policy "${policy.name}" has no rule`);
  return { isCovered: false, reasons, decisive: policy };
}

function isActive({ status }: { readonly status: string }): boolean {
  return status === "ACTIVE";
}

function isFor(policy: AccessPolicy, clientId: string | undefined): boolean {
  const clients = policy.conditions?.clients?.include ?? [];
  return clients.includes("ALL_CLIENTS") || (clientId !== undefined && clients.includes(clientId));
}

function explainPassedOver(policy: AccessPolicy): string {
  return `the policy "${policy.name}" ${isActive(policy) ? "is for other clients" : "is not active"}`;
}

const mostNamed = 3;

/** Where many jobs have an app each, the org has a policy for each of them: their names say nothing. */
function summarize(reasons: readonly string[]): readonly string[] {
  if (reasons.length <= mostNamed) return reasons;
  return [`none of its ${reasons.length} access policies covers this app`];
}

/** Why a rule does not apply to an authorization code sign-in of everyone the app is for; undefined when it does. */
function explainMismatch(rule: AccessPolicyRule, { everyoneGroupId, groupIds }: SignIn): string | undefined {
  if (!isActive(rule)) return "is not active";
  const grants = rule.conditions?.grantTypes?.include ?? [];
  if (!grants.includes("authorization_code")) return "does not allow the authorization code grant";
  const groups = rule.conditions?.people?.groups?.include ?? [];
  const isForAll = groups.some((group) => group === "EVERYONE" || group === everyoneGroupId);
  const isForThem = groupIds.length > 0 && groupIds.every((group) => groups.includes(group));
  return isForAll || isForThem ? undefined : "is for some people only";
}

function listMissingScopes(rule: AccessPolicyRule, scopes: readonly string[]): string[] {
  const allowed = rule.conditions?.scopes?.include ?? [];
  return allowed.includes("*") ? [] : scopes.filter((scope) => !allowed.includes(scope));
}

/** Users an administrator excluded on purpose. That is reported, never worked around. */
function describeExceptions({ conditions }: AccessPolicyRule): string {
  const { users, groups } = conditions?.people ?? {};
  const excluded = [...(users?.exclude ?? []), ...(groups?.exclude ?? [])];
  return excluded.length === 0 ? "" : ", except for those it excludes";
}

function nameRule(rule: AccessPolicyRule, policy: AccessPolicy): string {
  return `the rule "${rule.name}" of the policy "${policy.name}"`;
}
