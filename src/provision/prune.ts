import type { Context } from "../context.ts";
import { exitCodes, OktaUnlockError } from "../errors.ts";
import { computeBackOff, isRefusal, type OktaOrg } from "../okta/port.ts";
import { findLeasedClient } from "./access-policy-body.ts";
import { deactivateAndDelete } from "./app.ts";
import { clientIdOf } from "./find-app.ts";
import { readLeasedApp, type LeasedApp } from "./lease.ts";
import { type PlacedPolicy, listPoliciesOnce } from "./remove-app.ts";

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
    const leased = readLeasedApp(app);
    if (leased === undefined) continue;
    if (isDue(leased)) due.push(leased);
    else kept += 1;
  }
  const apps = due.map((app): Prunable => ({
    kind: "app",
    app,
    policies: filterByClient(policies, app.clientId),
  }));
  const gone = await findGoneClients(org, orphans);
  const left = policies.filter(({ clientId }) => gone.has(clientId));
  return {
    items: [...apps, ...left.map((policy): Prunable => ({ kind: "policy", policy }))],
    kept,
    warnings,
  };
}

function filterByClient(policies: readonly LeasedPolicy[], client: string): LeasedPolicy[] {
  return policies.filter(({ clientId }) => clientId === client);
}

/** A list may lag behind; asked for by its id, an app that exists is found. */
async function findGoneClients(org: OktaOrg, clients: Iterable<string>): Promise<ReadonlySet<string>> {
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
    const placed = await listPoliciesOnce(org)();
    return { policies: placed.flatMap(toLeasedPolicy), warnings: [] };
  } catch (error) {
    if (!isRefusal(error, "E0000006")) throw error;
    return { policies: [], warnings: [policiesHidden] };
  }
}

function toLeasedPolicy({ authorizationServerId, policy }: PlacedPolicy): LeasedPolicy[] {
  const clientId = findLeasedClient(policy);
  if (clientId === undefined) return [];
  return [{ authorizationServerId, id: policy.id, name: policy.name, clientId }];
}

const policiesHidden =
  "This credential cannot read access policies, so the policies of removed apps stay. Without their app they allow nothing.";

type PruneContext = Pick<Context, "clock" | "signal">;

/** What could not be removed, and the error that says why. */
export interface PruneFailure {
  readonly item: Prunable;
  readonly error: OktaUnlockError;
}

export interface PruneOutcome {
  readonly removed: readonly Prunable[];
  readonly failed: readonly PruneFailure[];
}

const rounds = 3;
/** Okta allows 35 requests at a time for a whole org, and others prune as well. */
const atOnce = 3;

/**
 * Removes what a plan names; goes on when one thing fails, and tries that again at the end: a conflict with another job
 * passes, and what the other one removed counts as removed. Each removed item goes to `onRemoved` at once, so that
 * a stopped run can tell how far it came.
 */
export async function applyPrune(
  context: PruneContext,
  org: OktaOrg,
  items: readonly Prunable[],
  onRemoved: (item: Prunable) => void = () => {},
): Promise<PruneOutcome> {
  const removed: Prunable[] = [];
  const report = (item: Prunable): void => {
    removed.push(item);
    onRemoved(item);
  };
  const failed: PruneFailure[] = [];
  let pending = items;
  for (let round = 0; round < rounds && pending.length > 0; round += 1) {
    if (round > 0) await context.clock.sleep(computeBackOff(round, 500), context.signal);
    const failures = await removeAll(context, org, pending, report);
    const mayPass = ({ error }: PruneFailure): boolean => round < rounds - 1 && mayPassLater(error);
    failed.push(...failures.filter((failure) => !mayPass(failure)));
    pending = failures.filter(mayPass).map(({ item }) => item);
  }
  return { removed, failed };
}

/** A few at a time, beginning anywhere: jobs that prune together then don't all remove the same app. */
async function removeAll(
  context: PruneContext,
  org: OktaOrg,
  items: readonly Prunable[],
  onRemoved: (item: Prunable) => void,
): Promise<PruneFailure[]> {
  const start = Math.floor(Math.random() * items.length);
  const queue = [...items.slice(start), ...items.slice(0, start)];
  const failures: PruneFailure[] = [];
  const work = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        await remove(org, item);
        onRemoved(item);
      } catch (error) {
        context.signal.throwIfAborted();
        if (!(error instanceof OktaUnlockError)) throw error;
        failures.push({ item, error });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return failures;
}

/** Each call takes what is gone already for done. */
async function remove(org: OktaOrg, item: Prunable): Promise<void> {
  if (item.kind === "policy") return deletePolicy(org, item.policy);
  await deactivateAndDelete(org, item.app.id);
  for (const policy of item.policies) await deletePolicy(org, policy);
}

async function deletePolicy(org: OktaOrg, { authorizationServerId, id }: LeasedPolicy): Promise<void> {
  await org.deletePolicy(authorizationServerId, id);
}

function mayPassLater({ exitCode }: OktaUnlockError): boolean {
  return exitCode !== exitCodes.notAllowed;
}
