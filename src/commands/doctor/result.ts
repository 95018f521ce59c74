import type { Group, Verdict } from "../../doctor/check.ts";
import { checks as table } from "../../doctor/checks.ts";
import type { Facts } from "../../doctor/facts.ts";
import { planFileChange } from "../../doctor/mend.ts";
import { type CheckResult, isProblem, rankOf } from "../../doctor/run-checks.ts";
import type { Platform } from "../../values/platform.ts";
import type { Examination, Examined } from "./examine.ts";

/** A check, as it is shown. */
export interface ShownCheck {
  readonly id: string;
  readonly title: string;
  readonly group: Group;
  /** Which of several projects it is about: `ios`; empty where there is one project or none. */
  readonly projects: readonly string[];
  readonly verdict: Verdict;
  readonly evidence: string;
  readonly fix: string | null;
  /** True when `--fix` can do it. */
  readonly fixable: boolean;
}

interface ShownProject {
  readonly directory: string;
  readonly platform: Platform;
}

/** What `doctor` found. */
export interface DoctorResult {
  readonly ok: boolean;
  /** Undefined as JSON has it, `null`, without a project and where there are several. */
  readonly project: ShownProject | null;
  readonly projects: readonly ShownProject[];
  /** Those of the first project, where there are several. */
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
  /** The command that does. */
  readonly fixCommand: string;
  /** What `--fix` changed. */
  readonly fixed: readonly string[];
  readonly requests: number;
  readonly checks: readonly ShownCheck[];
}

export function buildResult(
  { examinations, subjects, requests }: Examined,
  fixed: readonly string[],
  fixCommand: string,
): DoctorResult {
  const [subject] = subjects;
  if (subject === undefined) throw new Error("nothing was examined");
  const { issuer, clientId, redirectUri } = subject;
  const checks = examinations.flatMap(showResults);
  const cause = findCause(checks);
  const projects = subjects.flatMap(({ project }) =>
    project === undefined
      ? []
      : [{ directory: project.directory, platform: project.manifest.answers.platform }],
  );
  const access = examinations.map(({ facts }) => facts.access).find(({ kind }) => kind === "signed-in");
  return {
    ok: cause === undefined,
    project: projects.length === 1 ? (projects[0] ?? null) : null,
    projects,
    issuer,
    clientId,
    redirectUri,
    signedInTo: access?.kind === "signed-in" ? access.org.flagValue : null,
    cause: cause ?? null,
    counts: countVerdicts(checks),
    fixable: checks.some(({ fixable }) => fixable),
    fixCommand,
    fixed,
    requests,
    checks,
  };
}

function showResults({ facts, report, projects }: Examination): readonly ShownCheck[] {
  return report.results.map((result: CheckResult) => {
    const { verdict, evidence, fix } = result;
    const { id, title, group } = result.check;
    const fixable = isFixable(result, facts);
    return { id, title, group, projects, verdict, evidence, fix: fix ?? null, fixable };
  });
}

/** What stands first in the table explains what is behind it; what is known to be wrong comes before what could not be told. */
function findCause(checks: readonly ShownCheck[]): ShownCheck | undefined {
  const placeOf = new Map(table.map(({ id }, place) => [id, place]));
  const weigh = (check: ShownCheck): number => rankOf(check) * table.length + (placeOf.get(check.id) ?? 0);
  return checks.filter(isProblem).toSorted((one, other) => weigh(one) - weigh(other))[0];
}

/** True for what `--fix` changes: never on a guess, so only what is known to be wrong; and only where it can be reached. */
export function isFixable(
  { check: { mend }, verdict, isChoice }: CheckResult,
  { subject, access }: Facts,
): boolean {
  if (mend === undefined || isChoice === true || (verdict !== "fail" && verdict !== "warn")) return false;
  return mend.kind === "files" ? planFileChange(subject) !== undefined : access.kind === "signed-in";
}

function countVerdicts(results: readonly ShownCheck[]): DoctorResult["counts"] {
  const counts = { pass: 0, warn: 0, fail: 0, inconclusive: 0, skipped: 0, crashed: 0 };
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}
