import { OktaUnlockError } from "../../errors.ts";
import type { OktaApp, OktaOrg } from "../../okta/port.ts";
import { clientIdOf } from "../../provision/find-app.ts";
import {
  listPoliciesOnce,
  removeApp,
  type RemovedApp,
  type RemovedPolicy,
  removeOwnPolicies,
} from "../../provision/remove-app.ts";
import type { Candidate } from "./confirm-deletion.ts";

/** What became of one app. */
export interface DeletedApp {
  readonly id: string;
  /** Null when it was gone already, or could not be read. */
  readonly label: string | null;
  /** `kept` with --only-policy. */
  readonly outcome: "deleted" | "already gone" | "kept" | "failed";
  /** The access policies that went with it. */
  readonly policies: readonly RemovedPolicy[];
  /** Why it failed; null when it did not. */
  readonly problem: string | null;
}

export interface DeletedApps {
  readonly org: string;
  readonly apps: readonly DeletedApp[];
  readonly warnings: readonly string[];
}

/** What was done, and what to end the run with when an app could not be deleted. */
export interface Deletion {
  readonly result: DeletedApps;
  readonly failure: OktaUnlockError | undefined;
}

/** Deletes what was found, or only its policies, one after the other; one that fails does not end the row. */
export async function deleteAll(
  org: OktaOrg,
  candidates: readonly Candidate[],
  { onlyPolicy }: { readonly onlyPolicy: boolean },
): Promise<Deletion> {
  const apps: DeletedApp[] = [];
  const warnings: string[] = [];
  const failures: OktaUnlockError[] = [];
  const policies = listPoliciesOnce(org);
  const remove = (id: string, app: OktaApp | undefined): Promise<Removed> =>
    onlyPolicy ? keepApp(org, id, app) : removeApp(org, app ?? id, policies);
  for (const { id, app, failure } of candidates) {
    const removed = failure ?? (await attempt(() => remove(id, app)));
    if (removed instanceof OktaUnlockError) {
      failures.push(removed);
      const problem = removed.message;
      apps.push({ id, label: app?.label ?? null, outcome: "failed", policies: [], problem });
    } else {
      warnings.push(...removed.warnings);
      const { outcome, label = null } = removed;
      apps.push({ id, label, outcome, policies: removed.policies, problem: null });
    }
  }
  return { result: { org: org.orgUrl, apps, warnings }, failure: worstOf(org, apps, failures) };
}

/** What `removeApp` and `keepApp` both tell. */
type Removed = Pick<RemovedApp, "label" | "policies" | "warnings"> & Pick<DeletedApp, "outcome">;

async function keepApp(org: OktaOrg, id: string, app: OktaApp | undefined): Promise<Removed> {
  const removed = await removeOwnPolicies(org, { id, clientId: app === undefined ? id : clientIdOf(app) });
  return { label: app?.label, outcome: app === undefined ? "already gone" : "kept", ...removed };
}

/** The failure with the highest exit code gives its own; of several all are listed. Each app is named: it may be left halfway. */
function worstOf(
  org: OktaOrg,
  apps: readonly DeletedApp[],
  failures: readonly OktaUnlockError[],
): OktaUnlockError | undefined {
  const [worst, ...others] = failures.toSorted((one, other) => other.exitCode - one.exitCode);
  if (worst === undefined) return undefined;
  const failed = apps.filter(({ outcome }) => outcome === "failed");
  const ids = failed.map(({ id }) => id).join(" ");
  if (others.length === 0) return worst.with({ details: [...worst.details, `Not deleted: ${ids}`] });
  return new OktaUnlockError(worst.code, {
    message: `${failed.length} of ${apps.length} apps could not be deleted.`,
    details: failed.map(({ id, problem }) => `${id}: ${problem ?? ""}`),
    next: `Try those again with: okta-unlock apps delete ${ids} --org ${org.flagValue}`,
    cause: worst,
  });
}

/** A failure is a value here, so that the next app gets its turn. After Ctrl-C each fails at once, and is reported so. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | OktaUnlockError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OktaUnlockError) return error;
    throw error;
  }
}
