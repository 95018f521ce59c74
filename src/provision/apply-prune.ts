import type { Context } from "../context.ts";
import { exitCodes, OktaUnlockError } from "../errors.ts";
import type { OktaOrg } from "../okta/port.ts";
import { jitteredPause } from "./jitter.ts";
import { deactivateAndDelete } from "./make-app.ts";
import type { LeasedPolicy, Prunable } from "./prune.ts";

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
 * passes, and what the other one removed counts as removed. Each that is removed goes to `onRemoved` at once: whoever stops
 * this half-way knows how far it came.
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
    if (round > 0) await context.clock.sleep(jitteredPause(250, round), context.signal);
    const failures = await removeAll(context, org, pending, report);
    const mayPass = ({ error }: PruneFailure): boolean => round < rounds - 1 && isWorthAnotherTry(error);
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

function isWorthAnotherTry({ exitCode }: OktaUnlockError): boolean {
  return exitCode !== exitCodes.notAllowed;
}
