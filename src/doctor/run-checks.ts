import { OktaUnlockError } from "../errors.ts";
import { OktaRefusal } from "../okta/port.ts";
import { type Check, type Finding, inconclusive, type ReadScope, skip, type Verdict } from "./check.ts";
import type { Facts } from "./facts.ts";

/** A check with what it found. */
export interface CheckResult extends Finding {
  readonly check: Check;
}

/** All that a round of checks found, in the order of the table: what is named first is the likeliest root of the rest. */
export interface Report {
  readonly results: readonly CheckResult[];
  /** What a check can't call right: failed, could not be told, crashed. */
  readonly problems: readonly CheckResult[];
}

const problemVerdicts: ReadonlySet<Verdict> = new Set(["fail", "inconclusive", "crashed"]);

export function isProblem({ verdict }: Pick<Finding, "verdict">): boolean {
  return problemVerdicts.has(verdict);
}

/** Runs all checks at once, each as soon as those that it needs are done. One that crashes is reported, and the others go on. */
export async function runChecks(all: readonly Check[], facts: Facts): Promise<Report> {
  const checks = all.filter(({ concerns }) => concerns?.(facts) ?? true);
  const findings = new Map<string, Promise<Finding>>();
  const findingOf = (id: string): Promise<Finding> | undefined => findings.get(id);
  for (const check of checks) findings.set(check.id, runCheck(check, facts, findingOf));
  const found = await Promise.all(findings.values());
  const results = checks.flatMap((check, index) => {
    const finding = found[index];
    return finding === undefined ? [] : [{ check, ...finding }];
  });
  facts.context.signal.throwIfAborted();
  const failed = results.filter(isProblem);
  return { results, problems: failed.toSorted((one, other) => rankOf(one) - rankOf(other)) };
}

/** What is known to be wrong comes before what could not be told. */
export function rankOf({ verdict }: Pick<Finding, "verdict">): number {
  return verdict === "fail" ? 0 : 1;
}

/** A check needs only those that stand before it in the table. */
async function runCheck(
  check: Check,
  facts: Facts,
  findingOf: (id: string) => Promise<Finding> | undefined,
): Promise<Finding> {
  const { needs = [], needsSignIn } = check;
  for (const id of needs) {
    const needed = await findingOf(id);
    if (needed === undefined || ["pass", "warn"].includes(needed.verdict)) continue;
    // What is said of the first one that did not pass holds for all behind it.
    return needed.verdict === "skipped"
      ? skip(needed.evidence, needed.fix)
      : skip(`${id} has to pass first.`);
  }
  if (needsSignIn !== undefined && facts.access.kind === "absent")
    return skip(facts.access.why, facts.access.next);
  try {
    return await check.run(facts);
  } catch (error) {
    return toFinding(error, needsSignIn);
  }
}

/** Without the right to look, nothing can be told; that is no fault of the app. */
const rights = new Set(["permission-denied", "credential-rejected", "not-signed-in"]);

function toFinding(error: unknown, scope: ReadScope | undefined): Finding {
  if (!(error instanceof OktaUnlockError)) {
    const what = error instanceof Error ? error.message : String(error);
    return {
      verdict: "crashed",
      evidence: `The check itself failed: ${what}. This is a bug of okta-unlock.`,
    };
  }
  const { message, why, next } = error.said;
  if (error instanceof OktaRefusal && error.code === "permission-denied" && scope !== undefined)
    return skip(`${message} To read it takes the scope ${scope}, or a role that includes it.`, next);
  const evidence = [message, why].filter(Boolean).join(" ");
  return rights.has(error.code) ? skip(evidence, next) : inconclusive(evidence, next);
}
