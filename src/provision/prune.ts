import { isRefusal, type OktaOrg } from "../okta/port.ts";
import { clientIdOf } from "./app-conflict.ts";
import { type PlacedPolicy, policiesOnce } from "./placed-policies.ts";
import { leasedApp, type LeasedApp, leasedClientOf } from "./lease.ts";

/** The access policy of an ephemeral app. */
export interface LeasedPolicy {
  readonly authorizationServerId: string;
  readonly id: string;
  readonly name: string;
  readonly clientId: string;
}

/** One thing to remove: an app with the policies that were made for it, or a policy whose app is gone. */
export type Prunable =
  | { readonly kind: "app"; readonly app: LeasedApp; readonly policies: readonly LeasedPolicy[] }
  | { readonly kind: "policy"; readonly policy: LeasedPolicy };

export interface PrunePlan {
  readonly items: readonly Prunable[];
  /** How many ephemeral apps stay. */
  readonly kept: number;
  readonly warnings: readonly string[];
}

/**
 * Finds the ephemeral apps that are due, and the policies that earlier removals left behind. Only reads; holds what is to
 * be removed in memory, and one page of the rest. The policies are read before the apps: one that is made meanwhile can't
 * pass for one whose app is gone.
 */
export async function planPrune(org: OktaOrg, isDue: (app: LeasedApp) => boolean): Promise<PrunePlan> {
  const { policies, warnings } = await findPolicies(org);
  const orphans = new Set(policies.map(({ clientId }) => clientId));
  const due: LeasedApp[] = [];
  let kept = 0;
  for await (const app of org.listApps("oidc")) {
    orphans.delete(clientIdOf(app));
    const leased = leasedApp(app);
    if (leased === undefined) continue;
    if (isDue(leased)) due.push(leased);
    else kept += 1;
  }
  const apps = due.map((app): Prunable => ({
    kind: "app",
    app,
    policies: policiesOf(policies, app.clientId),
  }));
  const gone = await clientsThatAreGone(org, orphans);
  const left = policies.filter(({ clientId }) => gone.has(clientId));
  return {
    items: [...apps, ...left.map((policy): Prunable => ({ kind: "policy", policy }))],
    kept,
    warnings,
  };
}

function policiesOf(policies: readonly LeasedPolicy[], client: string): LeasedPolicy[] {
  return policies.filter(({ clientId }) => clientId === client);
}

/** A list may lag behind; asked for by its id, an app that exists is found. */
async function clientsThatAreGone(org: OktaOrg, clients: Iterable<string>): Promise<ReadonlySet<string>> {
  const gone = new Set<string>();
  for (const client of clients) if ((await org.getApp(client)) === undefined) gone.add(client);
  return gone;
}

interface FoundPolicies {
  readonly policies: readonly LeasedPolicy[];
  readonly warnings: readonly string[];
}

/** A credential that may not see policies leaves them. */
async function findPolicies(org: OktaOrg): Promise<FoundPolicies> {
  try {
    const placed = await policiesOnce(org)();
    return { policies: placed.flatMap(leasedPolicy), warnings: [] };
  } catch (error) {
    if (!isRefusal(error, "E0000006")) throw error;
    return { policies: [], warnings: [policiesHidden] };
  }
}

function leasedPolicy({ authorizationServerId, policy }: PlacedPolicy): LeasedPolicy[] {
  const clientId = leasedClientOf(policy);
  if (clientId === undefined) return [];
  return [{ authorizationServerId, id: policy.id, name: policy.name, clientId }];
}

const policiesHidden =
  "This credential may not read access policies, so those of the removed apps stay. Without their app they allow nothing.";
