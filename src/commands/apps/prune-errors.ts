import type { Context } from "../../context.ts";
import { OktaUnlockError } from "../../errors.ts";
import type { OktaOrg } from "../../okta/port.ts";
import type { PruneOutcome, PrunePlan } from "../../provision/prune.ts";
import type { PrunedApps, PruneFlags } from "./prune-result.ts";

/** The command that finds what is left. */
export function repeatCommand({ flagValue }: OktaOrg, { olderThan }: PruneFlags): string {
  const age = olderThan === undefined ? "" : ` --older-than ${olderThan.trim()}`;
  return `okta-unlock apps prune${age} --org ${flagValue}`;
}

/** The error for what could not be removed; its code is that of the first failure. `again` finds it again. */
export function createPruneError(
  { org, failed, removed }: PrunedApps,
  again: string,
): OktaUnlockError | undefined {
  const [first] = failed;
  if (first === undefined) return undefined;
  return new OktaUnlockError(first.code, {
    message: `${failed.length} of ${failed.length + removed.length} could not be removed from ${org}.`,
    details: failed.map(({ id, label, why }) => `${id} ${label}: ${why}`),
    next: `What is left is found again by: ${again}`,
  });
}

/** The error for a prune that a signal stopped before its end. */
export function createStopError(
  { signal }: Context,
  again: string,
  { items }: PrunePlan,
  { removed }: PruneOutcome,
): OktaUnlockError | undefined {
  if (!signal.aborted || removed.length === items.length) return undefined;
  const { message } = signal.reason as OktaUnlockError;
  return new OktaUnlockError("interrupted", {
    message: `${message.replace(/\.$/u, "")}: ${removed.length} of ${items.length} were removed.`,
    next: `What is left is found again by: ${again}`,
    cause: signal.reason,
  });
}
