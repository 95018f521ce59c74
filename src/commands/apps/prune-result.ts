import type { ErrorCode, OktaUnlockError } from "../../errors.ts";
import type { Prunable } from "../../provision/prune.ts";
import type { OrgFlag } from "./flags.ts";

/** The flags of `apps prune` as typed. */
export interface PruneFlags extends OrgFlag {
  readonly olderThan?: string;
  readonly dryRun?: boolean;
}

/** An app, or a policy whose app is gone. */
export interface PrunedThing {
  readonly kind: Prunable["kind"];
  readonly id: string;
  readonly label: string;
  /** ISO 8601; null for a policy. */
  readonly expiresAt: string | null;
  readonly runId: string | null;
}

export interface PrunedApps {
  readonly org: string;
  readonly dryRun: boolean;
  /** What was removed; with --dry-run what would be. */
  readonly removed: readonly PrunedThing[];
  readonly failed: readonly (PrunedThing & { readonly code: ErrorCode; readonly why: string })[];
  /** How many ephemeral apps stay, because they are not due. */
  readonly kept: number;
  readonly warnings: readonly string[];
}

/** What was done, and what to end the run with when not all of it could be. */
export interface Pruning {
  readonly result: PrunedApps;
  readonly failure: OktaUnlockError | undefined;
}
