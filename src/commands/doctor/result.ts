import type { Check, Group, Verdict } from "../../doctor/check.ts";
import type { Facts } from "../../doctor/facts.ts";
import type { CheckResult, Report } from "../../doctor/run-checks.ts";
import { planFileChange } from "../../doctor/mend.ts";
import type { Platform } from "../../values/platform.ts";

/** A check, as it is shown. */
export interface ShownCheck {
  readonly id: string;
  readonly title: string;
  readonly group: Group;
  readonly verdict: Verdict;
  readonly evidence: string;
  readonly fix: string | null;
  /** True when `--fix` can do it. */
  readonly fixable: boolean;
}

/** What `doctor` found. */
export interface DoctorResult {
  readonly ok: boolean;
  readonly project: { readonly directory: string; readonly platform: Platform } | null;
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** What `--org` calls the org that we are signed in to; null when we are not. */
  readonly signedInTo: string | null;
  /** The likeliest root of all that is wrong. */
  readonly cause: ShownCheck | null;
  readonly counts: Readonly<Record<Verdict, number>>;
  /** True when `--fix` can fix something. */
  readonly fixable: boolean;
  /** What `--fix` changed. */
  readonly fixed: readonly string[];
  readonly requests: number;
  readonly checks: readonly ShownCheck[];
}

export function buildResult(
  { facts, report, requests }: { readonly facts: Facts; readonly report: Report; readonly requests: number },
  fixed: readonly string[],
): DoctorResult {
  const { subject, access } = facts;
  const [root] = report.problems;
  const { project, issuer, clientId, redirectUri } = subject;
  const toShownHere = (result: CheckResult): ShownCheck => toShown(result, facts);
  const shown = report.results.map(toShownHere);
  return {
    ok: root === undefined,
    project:
      project === undefined
        ? null
        : { directory: project.directory, platform: project.manifest.answers.platform },
    issuer,
    clientId,
    redirectUri,
    signedInTo: access.kind === "signed-in" ? access.org.flagValue : null,
    cause: root === undefined ? null : toShownHere(root),
    counts: countVerdicts(report.results),
    fixable: shown.some(({ fixable }) => fixable),
    fixed,
    requests,
    checks: shown,
  };
}

function toShown({ check, verdict, evidence, fix }: CheckResult, facts: Facts): ShownCheck {
  const { id, title, group } = check;
  return { id, title, group, verdict, evidence, fix: fix ?? null, fixable: isFixable(check, verdict, facts) };
}

/** True for what `--fix` changes: never on a guess, so only what is known to be wrong; and only where it can be reached. */
export function isFixable({ mend }: Check, verdict: Verdict, { subject, access }: Facts): boolean {
  if (mend === undefined || (verdict !== "fail" && verdict !== "warn")) return false;
  return mend.kind === "files" ? planFileChange(subject) !== undefined : access.kind === "signed-in";
}

function countVerdicts(results: readonly CheckResult[]): DoctorResult["counts"] {
  const counts = { pass: 0, warn: 0, fail: 0, inconclusive: 0, skipped: 0, crashed: 0 };
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}
