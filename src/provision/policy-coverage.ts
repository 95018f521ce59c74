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
  | {
      readonly isCovered: true;
      readonly reason: string;
      /** The rules that the people of the app sign in by. */
      readonly rules: readonly AccessPolicyRule[];
    }
  | {
      readonly isCovered: false;
      readonly reasons: readonly string[];
      /** The policy that decides for this client and refuses: a new one must come before it. */
      readonly decisive: AccessPolicy | undefined;
      /** Whether some of the people that the app is for can sign in all the same; `unknown` when only their groups can tell. */
      readonly letsIn: "nobody" | "some" | "unknown";
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
    return { isCovered: false, reasons, decisive, letsIn: "nobody" };
  }
  return judge(decisive, await readRules(decisive.id), signIn);
}

/** Stands for the people of an app that is for everyone. */
const everyone = "EVERYONE";

function judge(policy: AccessPolicy, rules: readonly AccessPolicyRule[], signIn: SignIn): Coverage {
  const reasons: string[] = [];
  const allowing: AccessPolicyRule[] = [];
  let isRefused = false;
  let letsIn = "nobody" as "nobody" | "some" | "unknown";
  /** The groups for whose people no rule has decided yet. */
  let waiting = signIn.groupIds.length === 0 ? [everyone] : signIn.groupIds;
  for (const rule of rules) {
    const name = nameRule(rule, policy);
    const mismatch = explainMismatch(rule);
    const missing = listMissingScopes(rule, signIn.scopes);
    const decided = mismatch === undefined ? waiting.filter((group) => isAbout(rule, group, signIn)) : [];
    const refuses = decided.length > 0 && missing.length > 0;
    reasons.push(
      `${name} ${mismatch ?? (refuses ? `does not allow ${missing.join(", ")}` : "is for some people only")}`,
    );
    if (decided.length > 0 && !refuses) allowing.push(rule);
    if (mismatch === undefined && missing.length === 0)
      letsIn = decided.length > 0 || waiting.includes(everyone) || letsIn === "some" ? "some" : "unknown";
    isRefused ||= refuses;
    waiting = waiting.filter((group) => !decided.includes(group));
    if (waiting.length === 0) break;
  }
  if (waiting.length === 0 && !isRefused) {
    const reason = allowing.map((rule) => `${nameRule(rule, policy)} allows it${describeExceptions(rule)}`);
    return { isCovered: true, reason: reason.join("; "), rules: allowing };
  }
  if (reasons.length === 0) reasons.push(`the policy "${policy.name}" has no rule`);
  return { isCovered: false, reasons, decisive: policy, letsIn };
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

/** Why a rule is for no authorization code sign-in at all; undefined when it is for some. */
function explainMismatch(rule: AccessPolicyRule): string | undefined {
  if (!isActive(rule)) return "is not active";
  const grants = rule.conditions?.grantTypes?.include ?? [];
  return grants.includes("authorization_code") ? undefined : "does not allow the authorization code grant";
}

/** Whether a rule is for all people of a group, but for users whom it excludes. */
function isAbout({ conditions }: AccessPolicyRule, groupId: string, { everyoneGroupId }: SignIn): boolean {
  const { include, exclude } = conditions?.people?.groups ?? {};
  if (exclude?.includes(groupId) === true) return false;
  return [everyone, everyoneGroupId, groupId].some(
    (id) => id !== undefined && include?.includes(id) === true,
  );
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
