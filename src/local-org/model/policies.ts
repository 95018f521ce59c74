import type { Org } from "../org.ts";
import type { StoredPolicy, StoredRule } from "../store/collections.ts";

/** The access policies of an authorization server in the order they are evaluated. */
export function listPolicies(org: Org, authorizationServerId: string): StoredPolicy[] {
  return org.store.listUnder("policies", `${authorizationServerId}/`).toSorted(compareByPriority);
}

/** The rules of an access policy in the order they are evaluated. */
export function listRules(org: Org, policyId: string): StoredRule[] {
  return org.store.listUnder("rules", `${policyId}/`).toSorted(compareByPriority);
}

function compareByPriority(one: Ranked, other: Ranked): number {
  return one.priority - other.priority;
}

interface Ranked {
  readonly id: string;
  readonly priority: number;
}

/**
 * The objects that change when `placed` takes its priority among `known`: itself, and those that move to keep the priorities
 * 1, 2, 3… without gaps or duplicates.
 */
export function placeByPriority<T extends Ranked>(known: readonly T[], placed: T): T[] {
  const others = known.filter((each) => each.id !== placed.id).toSorted(compareByPriority);
  const index = Math.min(Math.max(Math.trunc(placed.priority), 1), others.length + 1) - 1;
  return others
    .toSpliced(index, 0, placed)
    .map((each, position) => withPriority(each, position + 1))
    .filter(
      (each) =>
        each.id === placed.id || known.find((before) => before.id === each.id)?.priority !== each.priority,
    );
}

function withPriority<T extends Ranked>(ranked: T, priority: number): T {
  return { ...ranked, priority };
}
