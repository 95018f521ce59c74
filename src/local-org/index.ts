import type { LocalOrg, LocalOrgOptions } from "./local-org.ts";

// The only door, for okta-unlock's commands and, as `okta-unlock/local-org`, for other projects' tests, whose types leave out
// what is marked as internal. It is cheap to load: the server comes with the first start.

export type { AdjustableClock, OrgClock } from "./clock.ts";
export type {
  DamageFault,
  DropFault,
  Fault,
  FaultBody,
  FaultKind,
  FaultMatch,
  FaultMoment,
  LatencyFault,
  OAuthErrorCode,
  OAuthErrorFault,
  RateLimitFault,
  RefusalCode,
  RefusalFault,
  StatusFault,
} from "./faults/fault.ts";
export type { ArmedFault, FaultHit, Faults } from "./faults/faults.ts";
export type { LimitPlan } from "./http/published-limits.ts";
export type { LocalOrg, LocalOrgOptions, LocalOrgUser } from "./local-org.ts";
export type { LocalOrgError, LocalOrgErrorCode } from "./local-org-error.ts";
export type { NativeApp, NewNativeApp } from "./native-app.ts";
export type { AnsweredRequest } from "./org.ts";

/** @internal */
export type { LocalOrgNotice } from "./notice.ts";
/** @internal */
export { isLocalOrgOwned, joinLocalOrg, untilEnded, untilUnused } from "./shared-org.ts";
/** @internal */
export type { LocalOrgStatus } from "./status.ts";
/** @internal */
export { hasLocalOrg, readLocalOrgStatus } from "./status.ts";

/**
 * Starts an Okta-compatible org on this machine, with HTTPS on loopback, for tests: `await using org = await
 * startLocalOrg()`. Without `dataDirectory` it is a new one, on a free port, that is gone when it is closed.
 *
 * Rejects with a `LocalOrgError`, which has `code`, `message` and `next`: `local-org-conflict` (another process has the
 * folder or the port), `data-unreadable`, `directory-unusable`, `invalid-value` for a port that can't be used.
 */
export async function startLocalOrg(options: LocalOrgOptions = {}): Promise<LocalOrg> {
  const { startOrg } = await import("./start.ts");
  return startOrg(options);
}

/** @internal Removes the org in a data folder; throws as `resetLocalOrg` of reset.ts does. */
export async function resetLocalOrg(
  dataDirectory: string,
  confirm?: () => Promise<void>,
): Promise<{ readonly removed: boolean }> {
  const reset = await import("./reset.ts");
  return reset.resetLocalOrg(dataDirectory, confirm);
}

/** @internal What reads and describes faults; who only looks at an org that runs loads none of it. */
export async function loadFaultLanguage() {
  const [{ describeFault }, { findFaultProblems, parseFault }] = await Promise.all([
    import("./faults/faults.ts"),
    import("./faults/parse-fault.ts"),
  ]);
  return { describeFault, findFaultProblems, parseFault };
}
